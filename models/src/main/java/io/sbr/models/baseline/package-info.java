/** Counting baselines, measured by the same ruler as the models. */
package io.sbr.models.baseline;
