/**
 * The contract in float32 on an NVIDIA GPU: {@code CudaBackend} and one interface for each family
 * of kernels, which launch the device code under {@code src/main/cuda} by name. Everything that
 * touches the driver is in the packages below, and no other package imports JCuda.
 */
package io.sbr.kernels.cuda;
