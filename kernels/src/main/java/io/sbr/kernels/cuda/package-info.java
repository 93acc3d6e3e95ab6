/**
 * The contract in float32 on an NVIDIA GPU. Host side: {@code CudaProbe} finds out whether a GPU
 * can be used, {@code CudaEngine} owns the context, the stream, the memory and the kernels of one
 * backend. Device side: the {@code .cu} files under {@code src/main/cuda}, a family of kernels
 * each, which the {@code Cuda…} interfaces and what these stand on launch by name. The only package
 * that imports JCuda.
 */
package io.sbr.kernels.cuda;
