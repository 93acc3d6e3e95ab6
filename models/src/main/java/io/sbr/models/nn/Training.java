package io.sbr.models.nn;

/**
 * What a model that is going to be trained is told of it; one that only answers is told nothing.
 *
 * @param batchSize entries of a batch, of most batches of an epoch
 * @param clicks {@code [N + 1]} clicks on each item in what is learned from, by its number ({@link
 *     io.sbr.data.Sessions#clicksByItem})
 */
public record Training(int batchSize, int[] clicks) {}
