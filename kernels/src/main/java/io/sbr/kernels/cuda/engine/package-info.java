/**
 * What one backend owns: context, stream, memory, kernels, and products by cuBLAS or by our own. No
 * formula of a model.
 */
package io.sbr.kernels.cuda.engine;
