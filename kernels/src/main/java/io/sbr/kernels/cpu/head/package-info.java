/**
 * Scores of a batch against the whole catalogue, tile by tile: softmax with its gradients, ranks,
 * top-k. Begin with {@code TileScorer} and {@code SoftmaxPass}; a matrix of all scores never
 * exists.
 */
package io.sbr.kernels.cpu.head;
