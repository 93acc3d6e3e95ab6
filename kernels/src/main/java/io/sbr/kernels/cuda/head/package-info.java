/**
 * Scores of a batch against the whole catalogue on the device: softmax with its gradients, ranks,
 * top-k. A matrix of all scores never exists.
 */
package io.sbr.kernels.cuda.head;
