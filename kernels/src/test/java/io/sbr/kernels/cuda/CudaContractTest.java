package io.sbr.kernels.cuda;

import io.sbr.kernels.contract.BackendContract;
import io.sbr.kernels.testing.RequiresCuda;
import io.sbr.tensor.Backend;

/** The contract on the device, real or emulated. */
@RequiresCuda
class CudaContractTest extends BackendContract {
  @Override
  protected Backend create() {
    return new CudaBackend(new CudaEngine(CudaProbe.result().device(), Kernels.FAMILIES, false));
  }
}
