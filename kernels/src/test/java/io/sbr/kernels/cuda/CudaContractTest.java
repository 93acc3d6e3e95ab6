package io.sbr.kernels.cuda;

import io.sbr.kernels.contract.BackendContract;
import io.sbr.kernels.cuda.driver.CudaProbe;
import io.sbr.kernels.cuda.engine.BlasChoice;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.launch.Kernels;
import io.sbr.kernels.cuda.memory.DeviceMemory;
import io.sbr.kernels.testing.RequiresCuda;
import io.sbr.tensor.Backend;
import org.junit.jupiter.api.Nested;

/** The contract on a CUDA device. */
class CudaContractTest {
  /** What all of them declare. */
  abstract static class OnCuda extends BackendContract {
    @Override
    public boolean packs() {
      return false;
    }
  }

  /** As users get it. */
  @Nested
  @RequiresCuda
  class Pooled extends OnCuda {
    @Override
    protected Backend create() {
      return new CudaProvider().create(1);
    }
  }

  /**
   * With bounds that the device, or what stands in for it, can see; without cuBLAS; and with tiles
   * so small that larger catalogues and gradients take several.
   */
  @Nested
  @RequiresCuda
  class SeparateTensorsOwnProductsSmallTiles extends OnCuda {
    @Override
    protected Backend create() {
      System.setProperty(DeviceMemory.SEPARATE, "true");
      System.setProperty(BlasChoice.PROPERTY, "own");
      try {
        CudaProbe.Device device = CudaProbe.result().device();
        return new CudaBackend(new CudaEngine(device, Kernels.FAMILIES, false), 1000);
      } finally {
        System.clearProperty(DeviceMemory.SEPARATE);
        System.clearProperty(BlasChoice.PROPERTY);
      }
    }
  }
}
