package io.sbr.kernels.contract;

import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Target attention on made-up numbers.
 *
 * @param d width
 * @param sessions {@code [B, d]}
 * @param items {@code [N, d]}
 * @param queries {@code [n, d]}
 * @param states {@code [n, d]}
 * @param offsets where each session's nodes begin
 * @param clicks of each node
 * @param padding of each session
 */
record AttentionCase(
    int d,
    double[] sessions,
    double[] items,
    double[] queries,
    double[] states,
    int[] offsets,
    double[] clicks,
    double[] padding) {

  /**
   * Random vectors; 1, 2 or 3 clicks for each node; no padding in every third session, unless it
   * has no node.
   */
  static AttentionCase random(int items, int d, int... nodes) {
    int[] offsets = offsets(nodes);
    int n = offsets[nodes.length];
    return new AttentionCase(
        d,
        Sizes.random(nodes.length * d, 1),
        Sizes.random(items * d, 2),
        Sizes.random(n * d, 3),
        Sizes.random(n * d, 4),
        offsets,
        IntStream.range(0, n).mapToDouble(u -> 1 + u % 3).toArray(),
        IntStream.range(0, nodes.length)
            .mapToDouble(b -> 31 * (b % 3) + (nodes[b] == 0 ? 1 : 0))
            .toArray());
  }

  /**
   * Small whole numbers, no queries, so that all weights are equal, and clicks and padding that add
   * up to 4: scores are exact in quarters, with many ties.
   */
  static AttentionCase exact(int items, int sessions) {
    int d = 3;
    int[] nodes = IntStream.range(0, sessions).map(b -> 1 + b % 4).toArray();
    int[] offsets = offsets(nodes);
    int n = offsets[sessions];
    double[] clicks = new double[n];
    double[] padding = new double[sessions];
    for (int b = 0; b < sessions; b++) {
      Arrays.fill(clicks, offsets[b], offsets[b + 1], 1);
      clicks[offsets[b]] = nodes[b] == 3 ? 2 : 1;
      padding[b] = nodes[b] == 3 ? 0 : 4 - nodes[b];
    }
    return new AttentionCase(
        d,
        Sizes.whole(sessions * d, 5),
        Sizes.wholeItems(items, d, 6),
        new double[n * d],
        Sizes.whole(n * d, 7),
        offsets,
        clicks,
        padding);
  }

  private static int[] offsets(int[] nodes) {
    int[] offsets = new int[nodes.length + 1];
    for (int b = 0; b < nodes.length; b++) {
      offsets[b + 1] = offsets[b] + nodes[b];
    }
    return offsets;
  }

  /** The same with other vectors for nodes or items. */
  AttentionCase with(double[] otherItems, double[] otherStates) {
    return new AttentionCase(
        d, sessions, otherItems, queries, otherStates, offsets, clicks, padding);
  }

  /** The same with sessions and states of zeros: all scores are 0. */
  AttentionCase withEqualScores() {
    return new AttentionCase(
        d,
        new double[sessions.length],
        items,
        queries,
        new double[states.length],
        offsets,
        clicks,
        padding);
  }

  /** The sessions {@code rows} of this case as a batch of their own. */
  AttentionCase pick(int... rows) {
    int[] nodes = Arrays.stream(rows).map(b -> offsets[b + 1] - offsets[b]).toArray();
    int[] chosen =
        Arrays.stream(rows).flatMap(b -> IntStream.range(offsets[b], offsets[b + 1])).toArray();
    return new AttentionCase(
        d,
        RowsStandAlone.pick(sessions, d, rows),
        items,
        RowsStandAlone.pick(queries, d, chosen),
        RowsStandAlone.pick(states, d, chosen),
        offsets(nodes),
        RowsStandAlone.pick(clicks, 1, chosen),
        RowsStandAlone.pick(padding, 1, rows));
  }

  /** Number of sessions. */
  int sessionCount() {
    return padding.length;
  }

  /** Number of items. */
  int itemCount() {
    return items.length / d;
  }

  /** Number of nodes. */
  int nodeCount() {
    return clicks.length;
  }

  /** On one side's tensors. */
  Scorer on(Side side) {
    return on(side, side.in(items, itemCount(), d));
  }

  /** The same with the items where they are already. */
  Scorer on(Side side, Tensor table) {
    return new Scorer.TargetAttention(
        side.in(sessions, sessionCount(), d),
        table,
        side.in(queries, nodeCount(), d),
        side.in(states, nodeCount(), d),
        side.segments(offsets),
        side.in(clicks),
        side.in(padding));
  }
}
