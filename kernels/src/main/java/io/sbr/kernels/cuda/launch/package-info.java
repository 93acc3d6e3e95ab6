/**
 * Kernels by name: their code as modules, their signatures, one launch. What they compute stands in
 * the {@code .cu} files.
 */
package io.sbr.kernels.cuda.launch;
