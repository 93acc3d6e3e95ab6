package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/**
 * The clicks that are learned from, each with the one that follows it: of every session the last,
 * or as many as its entry stands for ({@link GraphBatch#learned}). T in all, session by session in
 * order of time, as a choice from the clicks.
 */
public record LearnedClicks() implements BatchPart<GraphBatch.Rows> {
  @Override
  public GraphBatch.Rows build(GraphBatch batch) {
    int[] clicks = new int[batch.examples()];
    int[] offsets = new int[batch.sessions() + 1];
    each(
        batch,
        (example, session, click) -> {
          clicks[example] = click;
          offsets[session + 1] = example + 1;
        });
    return GraphBatch.Rows.of(offsets, batch.clickNode().length, clicks);
  }

  /**
   * The items that follow as rows of a table that begins with a padding row, {@code [T]}: what a
   * softmax over the whole table takes for its targets. 0 where there is none.
   */
  public record Following() implements BatchPart<int[]> {
    @Override
    public int[] build(GraphBatch batch) {
      int[] items = new int[batch.examples()];
      each(batch, (example, session, click) -> items[example] = following(batch, session, click));
      return items;
    }
  }

  /**
   * The same as a choice from such a table.
   *
   * @param items N; the table has N + 1 rows
   */
  public record Chosen(int items) implements BatchPart<GraphBatch.Gather> {
    @Override
    public GraphBatch.Gather build(GraphBatch batch) {
      return GraphBatch.Gather.of(items + 1, new Following().build(batch));
    }
  }

  /** How much each counts in the mean over the batch, {@code [T]}: 1/T where all count alike. */
  public record Weights() implements BatchPart<double[]> {
    @Override
    public double[] build(GraphBatch batch) {
      double[] weights = new double[batch.examples()];
      double share = 1.0 / weights.length;
      each(
          batch,
          (example, session, click) ->
              weights[example] = batch.weights().map(all -> all[session]).orElse(1.0) * share);
      return weights;
    }
  }

  /** Sees a click that is learned from. */
  @FunctionalInterface
  interface Reader {
    /** Reads one, the examples being numbered from 0. */
    void read(int example, int session, int click);
  }

  /** Goes over all of them. */
  static void each(GraphBatch batch, Reader reader) {
    int example = 0;
    for (int b = 0; b < batch.sessions(); b++) {
      int end = batch.clickOffsets()[b + 1];
      for (int click = end - batch.learned()[b]; click < end; click++) {
        reader.read(example++, b, click);
      }
    }
  }

  /** The item of the click after one of a session; after the last, the batch's target. */
  static int following(GraphBatch batch, int session, int click) {
    return click + 1 == batch.clickOffsets()[session + 1]
        ? batch.targets()[session]
        : batch.nodeItems()[batch.clickNode()[click + 1]];
  }
}
