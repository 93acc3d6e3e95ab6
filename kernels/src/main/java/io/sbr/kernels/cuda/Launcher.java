package io.sbr.kernels.cuda;

import java.nio.ByteBuffer;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.JCudaDriver;

/**
 * Starts kernels by name. Arguments travel in one pinned block, the values behind a table of
 * pointers to them: JCuda hands such a block to the driver as it is (0.25 µs a launch, against 6
 * with a Java object for each argument), and the driver has copied the values when it returns.
 *
 * <p>With {@code -Dsbr.cuda.sync=true} each launch is waited for, so that an error is reported by
 * the kernel that made it.
 */
final class Launcher implements AutoCloseable {
  /** The system property that waits for each launch. */
  static final String SYNC = "sbr.cuda.sync";

  /** Most parameters of a kernel. */
  static final int PARAMETERS = 64;

  /** Dynamic shared memory that no kernel has to ask for. */
  private static final int SHARED_BYTES = 48 << 10;

  private final boolean sync = Boolean.getBoolean(SYNC);
  private final CudaContext context;
  private final Kernels kernels;
  private final PinnedMemory block;

  /** Needs the context on the calling thread. */
  Launcher(CudaContext context, Kernels kernels) {
    this.context = context;
    this.kernels = kernels;
    block = new PinnedMemory(2 * Long.BYTES * PARAMETERS);
    for (int i = 0; i < PARAMETERS; i++) {
      block.bytes().putLong(Long.BYTES * i, block.address() + Long.BYTES * (PARAMETERS + i));
    }
  }

  /** A launch as messages name it; made into text only where one is needed. */
  private record Started(String name, int blocksX, int blocksY, int threads, int sharedBytes) {
    @Override
    public String toString() {
      return "%s<<<%d x %d, %d, %d>>>".formatted(name, blocksX, blocksY, threads, sharedBytes);
    }
  }

  /** Begins the argument list of a kernel. */
  Launch kernel(String name) {
    return new Launch(this, name);
  }

  void launch(Launch launch, int blocksX, int blocksY, int threads, int sharedBytes) {
    if (blocksX == 0 || blocksY == 0) {
      return; // which the driver would refuse
    }
    context.enter();
    try {
      Kernels.Kernel kernel = kernels.find(launch.name());
      kernel.signature().check(launch);
      ByteBuffer values = block.bytes();
      for (int i = 0; i < launch.count(); i++) {
        values.putLong(Long.BYTES * (PARAMETERS + i), launch.value(i));
      }
      Started what = new Started(launch.name(), blocksX, blocksY, threads, sharedBytes);
      if (sharedBytes > SHARED_BYTES) {
        int attribute = CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
        context.check(
            JCudaDriver.cuFuncSetAttribute(kernel.function(), attribute, sharedBytes), what);
      }
      context.check(
          JCudaDriver.cuLaunchKernel(
              kernel.function(),
              blocksX,
              blocksY,
              1,
              threads,
              1,
              1,
              sharedBytes,
              context.stream(),
              block,
              null),
          what);
      context.launched(what);
      if (sync) {
        context.synchronise(what);
      }
    } finally {
      context.leave();
    }
  }

  @Override
  public void close() {
    block.free();
  }
}
