package io.sbr.kernels.contract;

import io.sbr.tensor.Philox;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Usage-scaled scores on made-up numbers.
 *
 * @param d width
 * @param sessions {@code [B, d]}
 * @param items {@code [N, d]}
 * @param weights one for each statistic
 * @param offsets where each session's entries begin
 * @param used item of each entry
 * @param boosts {@code [entries, K]}
 */
record UsageCase(
    int d,
    double[] sessions,
    double[] items,
    double[] weights,
    int[] offsets,
    int[] used,
    double[] boosts) {

  /** Random vectors; each session lists every item with this probability. */
  static UsageCase random(int sessions, int items, int d, int statistics, double density) {
    return listed(
        d,
        Sizes.random(sessions * d, 1),
        Sizes.random(items * d, 2),
        Sizes.random(statistics, 3),
        density,
        (length, seed) -> Sizes.random(length, seed, 0, 1.7));
  }

  /** Small whole numbers: scores are exact, with many ties. */
  static UsageCase exact(int sessions, int items) {
    return listed(
        3,
        Sizes.whole(sessions * 3, 5),
        Sizes.wholeItems(items, 3, 6),
        new double[] {1, 2},
        0.3,
        Sizes::whole);
  }

  private interface Numbers {
    double[] of(int length, long seed);
  }

  private static UsageCase listed(
      int d, double[] sessions, double[] items, double[] weights, double density, Numbers boosts) {
    int count = sessions.length / d;
    int[] offsets = new int[count + 1];
    IntStream.Builder used = IntStream.builder();
    for (int b = 0; b < count; b++) {
      offsets[b + 1] = offsets[b];
      for (int i = 0; i < items.length / d; i++) {
        if (Philox.uniform(4, b, i) < density) {
          used.add(i);
          offsets[b + 1]++;
        }
      }
    }
    double[] all = boosts.of(offsets[count] * weights.length, 7);
    return new UsageCase(d, sessions, items, weights, offsets, used.build().toArray(), all);
  }

  /** The same with sessions of zeros: all scores are 0. */
  UsageCase withEqualScores() {
    return new UsageCase(d, new double[sessions.length], items, weights, offsets, used, boosts);
  }

  /** The sessions {@code rows} of this case as a batch of their own. */
  UsageCase pick(int... rows) {
    int[] begins = new int[rows.length + 1];
    for (int r = 0; r < rows.length; r++) {
      begins[r + 1] = begins[r] + offsets[rows[r] + 1] - offsets[rows[r]];
    }
    int[] chosen =
        Arrays.stream(rows).flatMap(b -> IntStream.range(offsets[b], offsets[b + 1])).toArray();
    return new UsageCase(
        d,
        RowsStandAlone.pick(sessions, d, rows),
        items,
        weights,
        begins,
        Arrays.stream(chosen).map(e -> used[e]).toArray(),
        RowsStandAlone.pick(boosts, weights.length, chosen));
  }

  /** The same with another boost in one place. */
  UsageCase with(int entry, double boost) {
    double[] changed = boosts.clone();
    changed[entry * weights.length] = boost;
    return new UsageCase(d, sessions, items, weights, offsets, used, changed);
  }

  /** Number of sessions. */
  int sessionCount() {
    return offsets.length - 1;
  }

  /** Number of items. */
  int itemCount() {
    return items.length / d;
  }

  /** The boosts of one session and item, all 0 if it is not listed. */
  double[] boostsOf(int session, int item) {
    int k = weights.length;
    int e = Arrays.binarySearch(used, offsets[session], offsets[session + 1], item);
    return e < 0 ? new double[k] : Arrays.copyOfRange(boosts, e * k, (e + 1) * k);
  }

  /** On one side's tensors. */
  Scorer on(Side side) {
    return on(side, side.in(items, itemCount(), d));
  }

  /** The same with the items where they are already. */
  Scorer on(Side side, Tensor table) {
    int k = weights.length;
    return new Scorer.UsageScaled(
        side.in(sessions, sessionCount(), d),
        table,
        side.in(weights),
        new Scorer.Usage(side.ints(offsets), side.ints(used), side.in(boosts, used.length, k)));
  }
}
