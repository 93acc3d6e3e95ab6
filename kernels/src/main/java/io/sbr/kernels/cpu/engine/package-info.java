/**
 * What every kernel of a backend computes with: the team of threads, packed and blocked products,
 * gradients summed by tile, the watch on slow vectors. No formula of a model.
 */
package io.sbr.kernels.cpu.engine;
