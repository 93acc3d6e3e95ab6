package io.sbr.kernels.cpu.jvm;

import io.sbr.tensor.io.ProcFile;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the processor itself has, whatever the JVM makes of it. */
public final class Processor {
  private static final Pattern VECTORS = Pattern.compile("avx.*|fma|asimd|sve.*");

  private Processor() {}

  /** Its instructions on vectors, as Linux names them; "unknown" on other systems. */
  public static String vectors() {
    Optional<String> flags = ProcFile.field("/proc/cpuinfo", "flags"); // on ARM: Features
    return flags
        .or(() -> ProcFile.field("/proc/cpuinfo", "Features"))
        .map(Processor::vectors)
        .orElse("unknown");
  }

  /** Those among all of a processor's flags. */
  static String vectors(String flags) {
    String vectors =
        Arrays.stream(flags.split("\\s+"))
            .filter(flag -> VECTORS.matcher(flag).matches())
            .collect(Collectors.joining(" "));
    return vectors.isEmpty() ? "none" : vectors;
  }
}
