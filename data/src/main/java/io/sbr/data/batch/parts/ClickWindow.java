package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/**
 * A window of equal length over each session's latest clicks, in order of time: the first step of
 * all sessions, then their second steps, …, as a choice from an item table that begins with a
 * padding row. Shorter sessions leave steps to padding.
 *
 * @param tableRows items and the padding row
 * @param length steps of the window, at least 1
 * @param paddingFirst whether padding comes before the clicks, so that the last click always has
 *     the last step; else after them, so that the first one that is left has the first
 */
public record ClickWindow(int tableRows, int length, boolean paddingFirst)
    implements BatchPart<GraphBatch.Gather> {
  @Override
  public GraphBatch.Gather build(GraphBatch batch) {
    return GraphBatch.Gather.of(tableRows, items(batch));
  }

  /** {@code [length·B]} item of each step of each session; 0 for padding. */
  private int[] items(GraphBatch batch) {
    int sessions = batch.sessions();
    int[] items = new int[length * sessions];
    for (int b = 0; b < sessions; b++) {
      int end = batch.clickOffsets()[b + 1];
      int first = Math.max(batch.clickOffsets()[b], end - length);
      int step = paddingFirst ? length - (end - first) : 0;
      for (int click = first; click < end; click++) {
        items[step++ * sessions + b] = batch.nodeItems()[batch.clickNode()[click]];
      }
    }
    return items;
  }

  /**
   * 1 for each step of a window that is padding, or for each that is not; 0 for the others.
   *
   * @param window whose steps
   * @param padding which
   */
  public record Mask(ClickWindow window, boolean padding) implements BatchPart<double[]> {
    @Override
    public double[] build(GraphBatch batch) {
      return Arrays.stream(window.items(batch))
          .mapToDouble(item -> (item == 0) == padding ? 1 : 0)
          .toArray();
    }
  }
}
