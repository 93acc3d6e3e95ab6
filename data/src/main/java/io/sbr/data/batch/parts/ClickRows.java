package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/** The clicks in order of time, each as a choice of its node: a repeated click repeats its node. */
public record ClickRows() implements BatchPart<GraphBatch.Rows> {
  @Override
  public GraphBatch.Rows build(GraphBatch batch) {
    return GraphBatch.Rows.of(batch.clickOffsets(), batch.nodes(), batch.clickNode());
  }

  /** The last click of each session as a choice from the clicks. */
  public record Last() implements BatchPart<GraphBatch.Gather> {
    @Override
    public GraphBatch.Gather build(GraphBatch batch) {
      int[] last = new int[batch.sessions()];
      for (int b = 0; b < last.length; b++) {
        last[b] = batch.clickOffsets()[b + 1] - 1;
      }
      return GraphBatch.Gather.of(batch.clickNode().length, last);
    }
  }

  /** The clicks but the last of each session, session by session, as a choice from the clicks. */
  public record ButLast() implements BatchPart<GraphBatch.Rows> {
    @Override
    public GraphBatch.Rows build(GraphBatch batch) {
      int clicks = batch.clickNode().length;
      int[] chosen = new int[clicks - batch.sessions()];
      int[] offsets = new int[batch.sessions() + 1];
      for (int b = 0; b < batch.sessions(); b++) {
        offsets[b + 1] = batch.clickOffsets()[b + 1] - (b + 1);
        for (int i = offsets[b]; i < offsets[b + 1]; i++) {
          chosen[i] = i + b;
        }
      }
      return GraphBatch.Rows.of(offsets, clicks, chosen);
    }
  }

  /**
   * How many clicks came after each: the last has age 0. As a choice from a table of ages; the
   * oldest share its last row.
   *
   * @param ages rows of the table, at least 1
   */
  public record Age(int ages) implements BatchPart<GraphBatch.Gather> {
    @Override
    public GraphBatch.Gather build(GraphBatch batch) {
      int[] age = new int[batch.clickNode().length];
      for (int b = 0; b < batch.sessions(); b++) {
        int last = batch.clickOffsets()[b + 1] - 1;
        for (int c = batch.clickOffsets()[b]; c <= last; c++) {
          age[c] = Math.min(last - c, ages - 1);
        }
      }
      return GraphBatch.Gather.of(ages, age);
    }
  }

  /**
   * The place of each click counted from the left, as a choice from a table of places, for the
   * latest clicks that the table has a place for: the first of them has place 0, and so have all
   * before it.
   *
   * @param places rows of the table, at least 1
   */
  public record Place(int places) implements BatchPart<GraphBatch.Gather> {
    @Override
    public GraphBatch.Gather build(GraphBatch batch) {
      int[] place = new int[batch.clickNode().length];
      for (int b = 0; b < batch.sessions(); b++) {
        int end = batch.clickOffsets()[b + 1];
        int first = Math.max(batch.clickOffsets()[b], end - places);
        for (int c = first; c < end; c++) {
          place[c] = c - first;
        }
      }
      return GraphBatch.Gather.of(places, place);
    }
  }
}
