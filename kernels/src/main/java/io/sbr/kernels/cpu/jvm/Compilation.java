package io.sbr.kernels.cpu.jvm;

import java.util.Locale;
import java.util.OptionalInt;

/** How far a JVM compiles: vectors of the Vector API are registers only where C2 has been. */
public enum Compilation {
  /** All the way. */
  FULL("C1 and C2"),

  /** Never with C2: each vector is an object on the heap, each operation on it a call. */
  WITHOUT_C2("without C2, so vectors are objects"),

  /** Not at all. */
  NONE("none, all is interpreted");

  /** C2's, of the tiers of HotSpot's compilers. */
  private static final int TIER_OF_C2 = 4;

  private final String description;

  Compilation(String description) {
    this.description = description;
  }

  /** For people. */
  public String description() {
    return description;
  }

  /** This JVM's. */
  public static Compilation here() {
    return of(
        System.getProperty("java.vm.info", ""),
        System.getProperty("java.vm.name", ""),
        VmOption.number("TieredStopAtLevel"));
  }

  /**
   * What a JVM says of itself.
   *
   * @param info its mode, as {@code java.vm.info} has it
   * @param name as {@code java.vm.name} has it
   * @param lastTier its last tier of compilation; empty where there are no tiers
   */
  static Compilation of(String info, String name, OptionalInt lastTier) {
    if (info.startsWith("interpreted") || lastTier.orElse(TIER_OF_C2) == 0) {
      return NONE;
    }
    boolean client =
        info.contains("emulated-client") || name.toLowerCase(Locale.ROOT).contains("client");
    return client || lastTier.orElse(TIER_OF_C2) < TIER_OF_C2 ? WITHOUT_C2 : FULL;
  }
}
