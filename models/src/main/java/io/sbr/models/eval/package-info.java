/** Ranks of targets over the full catalogue, and the metrics that follow. */
package io.sbr.models.eval;
