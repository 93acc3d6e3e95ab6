/**
 * Training: settings, protocols, the loop over epochs and steps, what is kept of them. Where it is
 * kept is a {@code RunStore}'s matter.
 */
package io.sbr.models.train;
