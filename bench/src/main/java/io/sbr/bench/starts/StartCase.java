package io.sbr.bench.starts;

import io.sbr.kernels.cpu.jvm.JvmOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A way to start a JVM, all of whose starts should be equally fast.
 *
 * @param java which Java
 * @param collector its garbage collector
 * @param launch who chooses the other options
 * @param width of the vectors
 * @param load what else the machine does meanwhile
 */
record StartCase(JavaHome java, HeapCollector collector, Launch launch, Width width, Load load) {

  /** Collectors whose JVMs compile loops each in its own way ({@link Collector}). */
  enum HeapCollector {
    G1,
    SERIAL,
    PARALLEL;

    /** As the JVM's flags have it. */
    String label() {
      return this == G1 ? "G1" : name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    private String flag() {
      return "-XX:+Use" + label() + "GC";
    }
  }

  /** Who chooses the JVM's options. */
  enum Launch {
    /** {@code sbr} itself, as it starts its second JVM. */
    LAUNCHER,
    /** A program that embeds the library and asks for the Vector API alone. */
    BARE
  }

  /** Width of the vectors. */
  enum Width {
    /** What the JVM prefers. */
    PREFERRED(0, List.of()),
    /** AVX2, on x86. */
    W256(256, List.of("-XX:UseAVX=2")),
    /** AVX-512. */
    W512(512, List.of("-XX:UseAVX=3"));

    /** Bits; 0 for whatever the JVM prefers. */
    final int bits;

    private final List<String> flags;

    Width(int bits, List<String> flags) {
      this.bits = bits;
      this.flags = flags;
    }
  }

  /** What else the machine does. */
  enum Load {
    /** Nothing of ours. */
    IDLE,
    /** One processor is kept busy ({@link BusyProcessor}), so that the compiler has to wait. */
    BUSY
  }

  /** The options of the JVM; the collector is named where the launcher would take another. */
  List<String> jvmOptions() {
    if (launch == Launch.LAUNCHER) {
      List<String> own = JvmOptions.with(width.flags);
      return own.contains(collector.flag()) ? own : JvmOptions.with(given());
    }
    List<String> options = new ArrayList<>(List.of("--add-modules", JvmOptions.VECTOR_MODULE));
    options.addAll(given());
    return options;
  }

  private List<String> given() {
    List<String> given = new ArrayList<>(List.of(collector.flag()));
    given.addAll(width.flags);
    return given;
  }

  /** Whether the two should be equally fast: same vectors, same load. */
  boolean comparable(StartCase other) {
    return width == other.width && load == other.load;
  }

  /** As in "17.0.15 G1 launcher idle". */
  String name() {
    String vectors = width == Width.PREFERRED ? "" : " " + width.bits + " bits";
    return "%s %s %s%s %s"
        .formatted(java.version(), collector.label(), word(launch), vectors, word(load));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
