package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/** How long each session is, as a choice from {@link #COUNT} rows: 1, 2, 3–4, 5–9, 10 and more. */
public record LengthClass() implements BatchPart<GraphBatch.Gather> {
  /** Number of classes. */
  public static final int COUNT = 5;

  /** The class of a session of so many clicks, from 0. */
  public static int of(int clicks) {
    if (clicks <= 2) {
      return Math.max(0, clicks - 1);
    }
    return clicks <= 4 ? 2 : clicks <= 9 ? 3 : 4;
  }

  @Override
  public GraphBatch.Gather build(GraphBatch batch) {
    int[] row = new int[batch.sessions()];
    for (int b = 0; b < row.length; b++) {
      row[b] = of(batch.clickOffsets()[b + 1] - batch.clickOffsets()[b]);
    }
    return GraphBatch.Gather.of(COUNT, row);
  }
}
