package io.sbr.kernels.cuda;

import io.sbr.kernels.cuda.driver.CudaProbe;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;

/**
 * The contract in float32 on an NVIDIA GPU. Sums are taken in an order that depends on shapes
 * alone, so the same inputs give the same bits on the same device.
 */
final class CudaBackend
    implements Backend,
        CudaTransfer,
        CudaFill,
        CudaDense,
        CudaRagged,
        CudaRecurrent,
        CudaNorm,
        CudaAttention,
        CudaHead,
        CudaSampled,
        CudaOptimizer {
  private final CudaEngine engine;
  private final long tileNumbers;

  CudaBackend(CudaEngine engine) {
    this(engine, CudaHead.TILE_NUMBERS);
  }

  /** With tiles of another size, for tests of catalogues that take several. */
  CudaBackend(CudaEngine engine, long tileNumbers) {
    this.engine = engine;
    this.tileNumbers = tileNumbers;
  }

  @Override
  public long tileNumbers() {
    return tileNumbers;
  }

  @Override
  public CudaEngine engine() {
    return engine;
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public String description() {
    CudaProbe.Device device = engine.context().device();
    return "cuda (float32, %s, %s, driver for CUDA %s, %s)"
        .formatted(
            device.name(),
            device.architecture(),
            device.driverVersion(),
            engine.blas().description());
  }

  @Override
  public DType dtype() {
    return DType.F32;
  }

  @Override
  public boolean asynchronous() {
    return true;
  }

  @Override
  public boolean batchInvariant() {
    return engine.blas().batchInvariant();
  }

  @Override
  public void close() {
    engine.close();
  }
}
