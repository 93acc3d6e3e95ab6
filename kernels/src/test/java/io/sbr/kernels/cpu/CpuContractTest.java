package io.sbr.kernels.cpu;

import io.sbr.kernels.contract.BackendContract;
import io.sbr.kernels.cpu.loops.PlainLoops;
import io.sbr.kernels.cpu.loops.VectorLoops;
import io.sbr.tensor.Backend;
import org.junit.jupiter.api.Nested;

/** The contract on every combination of loops and threads. */
class CpuContractTest {
  /** What all of them declare. */
  abstract static class OnCpu extends BackendContract {
    @Override
    public boolean packs() {
      return true;
    }
  }

  @Nested
  class VectorOneThread extends OnCpu {
    @Override
    protected Backend create() {
      return new CpuBackend(new VectorLoops(), 1);
    }
  }

  @Nested
  class VectorTwoThreads extends OnCpu {
    @Override
    protected Backend create() {
      return new CpuBackend(new VectorLoops(), 2);
    }
  }

  @Nested
  class PlainOneThread extends OnCpu {
    @Override
    protected Backend create() {
      return new CpuBackend(new PlainLoops(), 1);
    }
  }

  @Nested
  class PlainTwoThreads extends OnCpu {
    @Override
    protected Backend create() {
      return new CpuBackend(new PlainLoops(), 2);
    }
  }
}
