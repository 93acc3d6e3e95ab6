package io.sbr.kernels.cpu.jvm;

import java.lang.management.ManagementFactory;

/**
 * The garbage collector that this JVM runs with, as far as it matters to speed.
 *
 * <p>Under G1, C2 cuts long loops into strips with a safepoint between them (loop strip mining),
 * under Serial and Parallel it does not unless it is told to ({@code JvmOptions}): the same loop is
 * compiled otherwise. The blocks of a product leave registers over so that they are fast in either
 * form (docs/performance.md, "The micro-kernel"). The JVM takes plain Serial by itself where it
 * sees one processor or little memory.
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
        : "collector " + name + ", long loops not cut into strips";
  }
}
