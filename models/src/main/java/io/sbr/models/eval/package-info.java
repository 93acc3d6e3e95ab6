/**
 * Ranks of targets over the full catalogue, and the metrics that follow. Whoever ranks is a {@code
 * Recommender}; how it learned is not known here.
 */
package io.sbr.models.eval;
