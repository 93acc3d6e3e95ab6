package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/**
 * How many nodes of each session are left after pooling: ⌈ratio·n⌉ each time, the product in single
 * precision (docs/models.md, section 6, step 3).
 *
 * @param ratio between 0 and 1
 * @param times how often nodes were pooled
 */
public record PooledNodes(double ratio, int times) implements BatchPart<int[]> {
  @Override
  public int[] build(GraphBatch batch) {
    int[] left = new int[batch.sessions()];
    for (int b = 0; b < left.length; b++) {
      left[b] = batch.nodeOffsets()[b + 1] - batch.nodeOffsets()[b];
      for (int time = 0; time < times; time++) {
        left[b] = (int) Math.ceil((float) ratio * left[b]);
      }
    }
    return left;
  }
}
