package io.sbr.models.pipeline;

import io.sbr.data.ItemSet;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.eval.Recommender;
import io.sbr.tensor.Ties;
import java.util.List;
import java.util.function.Function;

/** A recommender whose memory is not freed under a call. */
final class GuardedRecommender implements Recommender {
  private final Recommender behind;
  private final Gate gate;

  GuardedRecommender(Recommender behind, Gate gate) {
    this.behind = behind;
    this.gate = gate;
  }

  @Override
  public String name() {
    return behind.name();
  }

  @Override
  public int itemCount() {
    return behind.itemCount();
  }

  @Override
  public BatchSpec needs() {
    return behind.needs();
  }

  @Override
  public int mostSessions() {
    return behind.mostSessions();
  }

  @Override
  public int[] ranks(GraphBatch batch, Ties ties, int[] sessions, int[] targets) {
    return gate.call(() -> behind.ranks(batch, ties, sessions, targets));
  }

  @Override
  public Ranking ranksAndTopK(GraphBatch batch, Ties ties, int[] sessions, int[] targets, int k) {
    return gate.call(() -> behind.ranksAndTopK(batch, ties, sessions, targets, k));
  }

  @Override
  public List<TopItems> topK(GraphBatch batch, int k, int[][] excluded, ItemSet[] allowed) {
    return gate.call(() -> behind.topK(batch, k, excluded, allowed));
  }

  @Override
  public double[] scores(GraphBatch batch) {
    return gate.call(() -> behind.scores(batch));
  }

  /** All calls between the two are one: closing waits for the last of them. */
  @Override
  public <T> T frozen(Function<Recommender, T> calls) {
    return gate.call(() -> behind.frozen(calls));
  }
}
