package io.sbr.kernels.cpu.jvm;

import java.util.Optional;

/**
 * What a JVM is to the kernels.
 *
 * @param compilation how far it compiles
 * @param collector which one, and what it does to long loops
 * @param feature version of Java, such as 17
 */
public record Jvm(Compilation compilation, Collector collector, int feature) {
  /** The first release of which no start was ever seen with slow products. */
  private static final int STEADY = 25;

  private static final String PLAIN = "-Dsbr.simd=plain";

  /** The one that runs this. */
  public static Jvm here() {
    return new Jvm(Compilation.here(), Collector.here(), Runtime.version().feature());
  }

  /**
   * What keeps vectors slow in it, whatever shape the kernels have, and what to start Java with
   * instead; empty in a JVM of which nothing such is known.
   */
  public Optional<String> weakness() {
    return switch (compilation) {
      case NONE ->
          Optional.of("this JVM only interprets; start Java without -Xint, or with " + PLAIN);
      case WITHOUT_C2 ->
          Optional.of(
              "this JVM has no C2 compiler; start Java without -XX:TieredStopAtLevel, or with "
                  + PLAIN);
      case FULL -> Optional.empty();
    };
  }

  /** Why vectors run slowly in it, where they do, and what to do about that; one line's worth. */
  public String advice() {
    return weakness()
        .orElseGet(
            () ->
                "the compiler of this JVM has not done well with their loops this time; start again"
                    + (feature < STEADY ? ", use JDK " + STEADY : "")
                    + ", or start Java with "
                    + PLAIN);
  }
}
