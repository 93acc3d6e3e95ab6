package io.sbr.kernels.cpu.jvm;

import java.util.ArrayList;
import java.util.List;

/**
 * How a JVM should be started for this backend: with the Vector API, and with the collector that
 * takes least memory and leaves the kernels fast. For programs that start one.
 *
 * <p>A training step leaves almost no garbage, and a few arrays hold nearly all that lives. So the
 * serial collector fits best: its old generation holds those arrays side by side, where G1 gives
 * each large one whole regions and keeps memory for copying; and a small young generation is
 * emptied seldom all the same. Long loops are compiled with G1's own setting, the form in which all
 * kernels were measured (docs/performance.md, "The micro-kernel").
 */
public final class JvmOptions {
  /** The module that must be asked for. */
  public static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** As G1 has it; without C2 there is no such option, and no need of it. */
  private static final List<String> STRIP_MINING =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UseCountedLoopSafepoints",
          "-XX:LoopStripMiningIter=1000");

  /** The heap stays a quarter larger than what lives. */
  private static final List<String> SERIAL =
      List.of("-XX:+UseSerialGC", "-Xmn16m", "-XX:MinHeapFreeRatio=20");

  private JvmOptions() {}

  /**
   * All options to start with: ours, then those given, which win. Who names a collector or a size
   * of the heap gets no such choice of ours beside it.
   *
   * @param given what the user started Java with
   */
  public static List<String> with(List<String> given) {
    List<String> options = new ArrayList<>(List.of("--add-modules", VECTOR_MODULE));
    options.addAll(STRIP_MINING);
    if (given.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
      options.addAll(SERIAL);
      if (given.stream().noneMatch(option -> option.matches("-Xmx.*|-XX:.*(Heap|RAM).*"))) {
        options.add("-Xms64m");
      }
    }
    options.addAll(given);
    return options;
  }
}
