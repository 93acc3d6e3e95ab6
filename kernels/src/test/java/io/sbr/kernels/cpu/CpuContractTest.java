package io.sbr.kernels.cpu;

import io.sbr.kernels.contract.BackendContract;
import io.sbr.tensor.Backend;
import org.junit.jupiter.api.Nested;

/** The contract on every combination of loops and threads. */
class CpuContractTest {
  @Nested
  class VectorOneThread extends BackendContract {
    @Override
    protected Backend create() {
      return new CpuBackend(new VectorLoops(), 1);
    }
  }

  @Nested
  class VectorTwoThreads extends BackendContract {
    @Override
    protected Backend create() {
      return new CpuBackend(new VectorLoops(), 2);
    }
  }

  @Nested
  class PlainOneThread extends BackendContract {
    @Override
    protected Backend create() {
      return new CpuBackend(new PlainLoops(), 1);
    }
  }

  @Nested
  class PlainTwoThreads extends BackendContract {
    @Override
    protected Backend create() {
      return new CpuBackend(new PlainLoops(), 2);
    }
  }
}
