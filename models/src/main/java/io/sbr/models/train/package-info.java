/** Training: settings, protocols, epochs, what is kept of them. */
package io.sbr.models.train;
