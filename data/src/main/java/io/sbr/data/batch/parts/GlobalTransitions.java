package io.sbr.data.batch.parts;

import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.GraphBatch;

/**
 * The session graph of SR-GNN-NGC (docs/models.md, section 2): the edges of {@link
 * ClickTransitions}, each with its weight in one graph of all training sessions, in both
 * directions; not divided again within a session. An edge that training never saw weighs 0.
 *
 * @param counts the transitions of the training sessions
 * @param norm what a count is divided by
 */
public record GlobalTransitions(TransitionCounts counts, Norm norm) implements Relation {
  /** What the count of u→v is divided by. */
  public enum Norm {
    /** All transitions from u, as the paper says. */
    OUT_STRENGTH,
    /** All transitions to v, as the released function does it that training never calls. */
    IN_STRENGTH
  }

  @Override
  public String title() {
    return "transitions, by their share in training";
  }

  @Override
  public GraphBatch.Adjacency build(GraphBatch batch) {
    Edges edges = ClickTransitions.distinct(batch);
    double[] weights = new double[edges.count()];
    for (int e = 0; e < weights.length; e++) {
      int u = batch.nodeItems()[edges.source(e)];
      int v = batch.nodeItems()[edges.target(e)];
      int count = counts.count(u, v);
      double all = norm == Norm.OUT_STRENGTH ? counts.outStrength(u) : counts.inStrength(v);
      weights[e] = count == 0 ? 0 : count / all;
    }
    return edges.weighted(weights);
  }
}
