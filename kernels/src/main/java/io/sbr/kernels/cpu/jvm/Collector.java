package io.sbr.kernels.cpu.jvm;

import java.lang.management.ManagementFactory;

/**
 * The garbage collector that this JVM runs with, as far as it matters to speed.
 *
 * <p>Under Serial and Parallel, C2 does not cut long loops into strips with a safepoint between
 * them (loop strip mining), but unrolls them. Of a product's inner loop, whose sums fill all vector
 * registers, it then sometimes keeps some in memory: 26 to 36 GFLOP/s instead of 80 on one machine,
 * by chance from run to run. Under G1 that loop is cut, not unrolled, and always fast; so it is
 * under Serial with G1's setting ({@code JvmOptions}). The JVM takes plain Serial by itself where
 * it sees one processor or little memory.
 *
 * @param name for people
 * @param stripMined whether loops are cut into strips; true also where the JVM does not tell
 */
public record Collector(String name, boolean stripMined) {
  private static final String OPTION = "LoopStripMiningIter";

  /** This JVM's. */
  public static Collector here() {
    String bean = ManagementFactory.getGarbageCollectorMXBeans().get(0).getName();
    return new Collector(name(bean), VmOption.number(OPTION).orElse(1) > 0);
  }

  /** The collector that a bean belongs to: each generation's has a name of its own. */
  static String name(String bean) {
    return switch (bean) {
      case "Copy", "MarkSweepCompact" -> "Serial";
      case "PS Scavenge", "PS MarkSweep" -> "Parallel";
      default -> bean.split(" ")[0];
    };
  }

  /** One line. */
  public String description() {
    return stripMined
        ? "collector " + name + ", long loops cut into strips"
        : "collector "
            + name
            + ", long loops not cut into strips: by chance C2 spills a product's sums in such a JVM;"
            + " -XX:+UseCountedLoopSafepoints -XX:LoopStripMiningIter=1000 prevents it";
  }
}
