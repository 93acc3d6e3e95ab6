package io.sbr.kernels.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * How a JVM should be started for this backend: with the Vector API, and with the collector that
 * takes least memory and leaves the kernels fast. For programs that start one.
 *
 * <p>A training step leaves almost no garbage, and a few arrays hold nearly all that lives. So the
 * serial collector fits best: its old generation holds those arrays side by side, where G1 gives
 * each large one whole regions and keeps memory for copying; and a small young generation is
 * emptied seldom all the same. But only with G1's own setting for long loops do the kernels' inner
 * loops compile well (docs/performance.md, "The micro-kernel").
 */
public final class JvmOptions {
  /** The module that must be asked for. */
  public static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static final List<String> STRIP_MINING =
      List.of("-XX:+UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=1000");

  private JvmOptions() {}

  /**
   * All options to start with: ours, then those given, which win. Where they name a collector it is
   * theirs, with the memory settings of their choice.
   *
   * @param given what the user started Java with
   */
  public static List<String> with(List<String> given) {
    List<String> options = new ArrayList<>(List.of("--add-modules", VECTOR_MODULE));
    // A JVM without C2 does not know its settings, and does not need them.
    options.add("-XX:+IgnoreUnrecognizedVMOptions");
    options.addAll(STRIP_MINING);
    if (given.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
      options.addAll(List.of("-XX:+UseSerialGC", "-Xmn16m"));
    }
    options.addAll(given);
    return options;
  }
}
