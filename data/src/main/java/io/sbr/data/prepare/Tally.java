package io.sbr.data.prepare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of a log's rows, step by step, and what its owner should know of it. */
final class Tally {
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Long> dropped = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** Says how many there are at a stage. */
  void count(String what, long number) {
    counts.put(what, number);
  }

  /** Says how many were left out, beside those of an earlier pass of the same step. */
  void drop(String reason, long number) {
    dropped.merge(reason, number, Long::sum);
  }

  /** Says a sentence; numbers have their thousands marked by {@code %,d}. */
  void note(String format, Object... values) {
    notes.add(String.format(Locale.ROOT, format, values));
  }

  long counted(String what) {
    return counts.getOrDefault(what, 0L);
  }

  long droppedBy(String reason) {
    return dropped.getOrDefault(reason, 0L);
  }

  Map<String, Long> counts() {
    return counts;
  }

  Map<String, Long> dropped() {
    return dropped;
  }

  List<String> notes() {
    return notes;
  }
}
