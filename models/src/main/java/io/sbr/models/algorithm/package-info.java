/**
 * Whatever learns from sessions and ranks: an {@code Algorithm} for each family of models, which
 * knows how one is fitted, kept in a run folder and loaded again. No command and no report: what is
 * done with runs lives in {@code models.pipeline}.
 */
package io.sbr.models.algorithm;
