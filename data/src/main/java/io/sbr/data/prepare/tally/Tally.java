package io.sbr.data.prepare.tally;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of a log's rows, step by step, and what its owner should know of it. */
public final class Tally implements Serializable {
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Long> dropped = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** Says how many there are at a stage. */
  public void count(String what, long number) {
    counts.put(what, number);
  }

  /** Says how many were left out, beside those of an earlier pass of the same step. */
  public void drop(String reason, long number) {
    dropped.merge(reason, number, Long::sum);
  }

  /** Says a sentence; numbers have their thousands marked by {@code %,d}. */
  public void note(String format, Object... values) {
    notes.add(String.format(Locale.ROOT, format, values));
  }

  /** Adds what became of the rows of another part of the same log. */
  public void add(Tally part) {
    part.counts.forEach((what, number) -> counts.merge(what, number, Long::sum));
    part.dropped.forEach(this::drop);
    notes.addAll(part.notes);
  }

  /** How many there are at a stage; 0 if nothing was said of it. */
  public long counted(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** How many a step has left out; 0 if nothing was said of it. */
  public long droppedBy(String reason) {
    return dropped.getOrDefault(reason, 0L);
  }

  /** How many there are at each stage, in their order. */
  public Map<String, Long> counts() {
    return counts;
  }

  /** How many each step has left out, in their order. */
  public Map<String, Long> dropped() {
    return dropped;
  }

  /** The sentences, in their order. */
  public List<String> notes() {
    return notes;
  }
}
