/**
 * The contract in float32 on an NVIDIA GPU. Host side: {@code CudaProbe} finds out whether a GPU
 * can be used, {@code CudaEngine} owns the context, the stream, the memory and the kernels of one
 * backend. Device side: the {@code .cu} files under {@code src/main/cuda}, one for each {@code
 * Cuda…} interface that launches them. The only package that imports JCuda.
 */
package io.sbr.kernels.cuda;
