/**
 * Methods that count: popularity, session popularity, first-order Markov, and the user's own
 * clicks. Measured by the same ruler as the models, without a device.
 */
package io.sbr.models.counting;
