/**
 * The parts of a batch that depend on whose session it is: the user by number, and what the user
 * did before.
 */
package io.sbr.data.batch.users;
