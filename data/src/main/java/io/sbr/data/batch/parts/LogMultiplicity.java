package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;

/**
 * ln of how many positions of the session each node stands for: its clicks, or for the padding node
 * the padding positions. Added to a logit, it makes a softmax over nodes one over positions.
 */
public record LogMultiplicity() implements BatchPart<double[]> {
  @Override
  public double[] build(GraphBatch batch) {
    double[] logs = new double[batch.nodes()];
    for (int v = 0; v < logs.length; v++) {
      boolean padding = batch.nodeItems()[v] == 0;
      logs[v] = Math.log(padding ? batch.padding()[batch.nodeSession()[v]] : batch.nodeClicks()[v]);
    }
    return logs;
  }
}
