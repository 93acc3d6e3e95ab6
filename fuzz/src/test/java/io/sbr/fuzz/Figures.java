package io.sbr.fuzz;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many inputs there were, how they ended, and the longest. */
final class Figures {
  private static final Pattern LINE =
      Pattern.compile("fuzzed: (\\d+) inputs, (\\d+) refused, longest (\\d+) ms");

  private long inputs;
  private long refused;
  private long longestNanos;

  /** An input that was read. */
  void read(long nanos) {
    inputs++;
    longestNanos = Math.max(longestNanos, nanos);
  }

  /** An input that was refused in a sentence. */
  void refused(long nanos) {
    refused++;
    read(nanos);
  }

  /** All of it in a line. */
  String line() {
    return "fuzzed: %d inputs, %d refused, longest %d ms"
        .formatted(inputs, refused, longestNanos / 1_000_000);
  }

  /** That line among others. */
  static Optional<String> in(String output) {
    Matcher found = LINE.matcher(output);
    return found.find() ? Optional.of(found.group()) : Optional.empty();
  }
}
