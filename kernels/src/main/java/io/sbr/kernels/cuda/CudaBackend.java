package io.sbr.kernels.cuda;

import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;

/** The contract in float32 on an NVIDIA GPU. */
abstract class CudaBackend
    implements Backend,
        CudaFill,
        CudaDense,
        CudaRagged,
        CudaRecurrent,
        CudaNorm,
        CudaAttention,
        CudaHead,
        CudaOptimizer {
  private final CudaEngine engine;

  CudaBackend(CudaEngine engine) {
    this.engine = engine;
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
  public DType dtype() {
    return DType.F32;
  }

  @Override
  public void close() {
    engine.close();
  }
}
