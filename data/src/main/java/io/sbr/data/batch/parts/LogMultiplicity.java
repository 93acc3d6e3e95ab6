package io.sbr.data.batch.parts;

import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;

/**
 * ln of how many positions of the session each node stands for ({@link Positions}). Added to a
 * logit, it makes a softmax over nodes one over positions.
 */
public record LogMultiplicity() implements BatchPart<double[]> {
  @Override
  public double[] build(GraphBatch batch) {
    return Arrays.stream(new Positions().build(batch)).map(Math::log).toArray();
  }
}
