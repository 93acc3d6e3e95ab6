package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/**
 * How many positions of the session each node stands for: its clicks, or for the padding node the
 * padding positions.
 */
public record Positions() implements BatchPart<double[]> {
  @Override
  public double[] build(GraphBatch batch) {
    double[] positions = new double[batch.nodes()];
    Arrays.setAll(positions, v -> of(batch, v));
    return positions;
  }

  private static double of(GraphBatch batch, int node) {
    boolean padding = batch.nodeItems()[node] == 0;
    return padding ? batch.padding()[batch.nodeSession()[node]] : batch.nodeClicks()[node];
  }

  /**
   * The same divided by the session's clicks, padding not among them: what a node weighs in the
   * mean of a session, as programs take it that sum over all positions.
   */
  public record PerClick() implements BatchPart<double[]> {
    @Override
    public double[] build(GraphBatch batch) {
      double[] shares = new double[batch.nodes()];
      for (int v = 0; v < shares.length; v++) {
        int b = batch.nodeSession()[v];
        shares[v] = of(batch, v) / (batch.clickOffsets()[b + 1] - batch.clickOffsets()[b]);
      }
      return shares;
    }
  }

  /** 1 for a node that is padding, or for one that is not; 0 for the others. */
  public record Mask(boolean padding) implements BatchPart<double[]> {
    @Override
    public double[] build(GraphBatch batch) {
      return Arrays.stream(batch.nodeItems())
          .mapToDouble(item -> (item == 0) == padding ? 1 : 0)
          .toArray();
    }
  }
}
