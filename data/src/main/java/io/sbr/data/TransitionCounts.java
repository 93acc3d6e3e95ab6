package io.sbr.data;

import java.util.Arrays;

/**
 * How often each item was clicked right after each other one: the global graph of SR-GNN-NGC
 * (docs/models.md, section 2). Made of whole sessions, so that a transition counts once and not
 * once for every prefix that holds it. Sparse: twelve bytes for each pair that occurs, at most.
 */
public final class TransitionCounts {
  private final int[] offsets;
  private final int[] targets;
  private final int[] counts;
  private final long[] outStrength;
  private final long[] inStrength;

  /**
   * Counts in compressed rows.
   *
   * @param offsets {@code [N + 2]} where the successors of each item, from 0, begin
   * @param targets {@code [pairs]} successors, ascending within an item
   * @param counts {@code [pairs]} how often each followed
   * @throws IllegalArgumentException if these are no compressed rows
   */
  public TransitionCounts(int[] offsets, int[] targets, int[] counts) {
    int items = offsets.length - 2;
    if (items < 0
        || offsets[0] != 0
        || offsets[items + 1] != targets.length
        || counts.length != targets.length) {
      throw new IllegalArgumentException(
          "%d offsets, %d targets and %d counts are no transitions"
              .formatted(offsets.length, targets.length, counts.length));
    }
    this.offsets = offsets;
    this.targets = targets;
    this.counts = counts;
    outStrength = new long[items + 1];
    inStrength = new long[items + 1];
    for (int u = 0; u <= items; u++) {
      for (int e = offsets[u]; e < offsets[u + 1]; e++) {
        boolean ascending = e == offsets[u] || targets[e] > targets[e - 1];
        if (!ascending || targets[e] < 1 || targets[e] > items || counts[e] < 1) {
          throw new IllegalArgumentException(
              "%d transitions from item %d to %d are out of place"
                  .formatted(counts[e], u, targets[e]));
        }
        outStrength[u] += counts[e];
        inStrength[targets[e]] += counts[e];
      }
    }
  }

  /** Counts the transitions of these sessions over items 1 … {@code items}. */
  public static TransitionCounts of(Sessions sessions, int items) {
    long[] keys = new long[sessions.clicks()];
    int transitions = 0;
    for (int s = 0; s < sessions.count(); s++) {
      for (int i = 1; i < sessions.length(s); i++) {
        keys[transitions++] = (long) sessions.item(s, i - 1) << 32 | sessions.item(s, i);
      }
    }
    Arrays.sort(keys, 0, transitions);
    int[] offsets = new int[items + 2];
    int[] targets = new int[transitions];
    int[] counts = new int[transitions];
    int pairs = 0;
    for (int i = 0; i < transitions; i++) {
      if (i == 0 || keys[i] != keys[i - 1]) {
        offsets[(int) (keys[i] >>> 32) + 1]++;
        targets[pairs++] = (int) keys[i];
      }
      counts[pairs - 1]++;
    }
    for (int u = 0; u <= items; u++) {
      offsets[u + 1] += offsets[u];
    }
    return new TransitionCounts(
        offsets, Arrays.copyOf(targets, pairs), Arrays.copyOf(counts, pairs));
  }

  /** How often {@code target} followed {@code source}. */
  public int count(int source, int target) {
    int e = Arrays.binarySearch(targets, offsets[source], offsets[source + 1], target);
    return e < 0 ? 0 : counts[e];
  }

  /** How many transitions leave an item. */
  public long outStrength(int source) {
    return outStrength[source];
  }

  /** How many transitions arrive at an item. */
  public long inStrength(int target) {
    return inStrength[target];
  }

  /** Number of items, N. */
  public int items() {
    return offsets.length - 2;
  }

  /** Where each item's successors begin; not to be changed. */
  public int[] offsets() {
    return offsets;
  }

  /** Successors; not to be changed. */
  public int[] targets() {
    return targets;
  }

  /** How often each successor followed; not to be changed. */
  public int[] counts() {
    return counts;
  }
}
