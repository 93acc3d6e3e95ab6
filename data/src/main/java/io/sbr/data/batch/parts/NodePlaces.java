package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/** What a node's clicks say of it, each as a choice from a small table. */
public final class NodePlaces {
  private NodePlaces() {}

  /**
   * How many clicks came after the node's latest one: the node of the last click has age 0. The
   * oldest share the table's last row.
   *
   * @param ages rows of the table, at least 1
   */
  public record Age(int ages) implements BatchPart<GraphBatch.Gather> {
    @Override
    public GraphBatch.Gather build(GraphBatch batch) {
      int[] age = new int[batch.nodes()];
      for (int b = 0; b < batch.sessions(); b++) {
        int last = batch.clickOffsets()[b + 1] - 1;
        for (int c = batch.clickOffsets()[b]; c <= last; c++) {
          age[batch.clickNode()[c]] = Math.min(last - c, ages - 1);
        }
      }
      return GraphBatch.Gather.of(ages, age);
    }
  }

  /**
   * How many clicks the node stands for: row 0 of the table is for one. The most clicked share its
   * last row.
   *
   * @param most rows of the table, at least 1
   */
  public record Clicks(int most) implements BatchPart<GraphBatch.Gather> {
    @Override
    public GraphBatch.Gather build(GraphBatch batch) {
      int[] row = new int[batch.nodes()];
      for (int v = 0; v < row.length; v++) {
        row[v] = Math.min(Math.max(1, (int) batch.nodeClicks()[v]), most) - 1;
      }
      return GraphBatch.Gather.of(most, row);
    }
  }
}
