package io.sbr.kernels.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sbr.kernels.cuda.driver.CudaProbe;
import io.sbr.kernels.cuda.engine.CudaEngine;
import java.util.List;
import java.util.stream.Stream;

/** What only the emulated device can be asked. */
public final class Emulator {
  /** Private attributes that count what is alive. */
  public static final int ALLOCATIONS = 10000;

  static final int PINNED = 10001;
  static final int STREAMS = 10002;
  static final int EVENTS = 10003;
  static final int MODULES = 10004;

  /** How many operations nobody has waited for. */
  static final int WAITING = 10006;

  private Emulator() {}

  /** Skips the test on a real device, where a planted fault would do damage. */
  public static void assume() {
    assumeTrue(CudaProbe.result().device().name().contains("emulated"), "only on the emulator");
  }

  public static int count(int attribute) {
    return CudaProbe.attribute(CudaProbe.result().device().handle(), attribute);
  }

  /** All that a backend must give back. */
  public static List<Integer> counts() {
    return Stream.of(ALLOCATIONS, PINNED, STREAMS, EVENTS, MODULES).map(Emulator::count).toList();
  }

  /** An engine with a fixture's kernels, and the products that a machine without cuBLAS needs. */
  public static CudaEngine engine(String family) {
    return new CudaEngine(CudaProbe.result().device(), List.of(family, "gemm"), false);
  }
}
