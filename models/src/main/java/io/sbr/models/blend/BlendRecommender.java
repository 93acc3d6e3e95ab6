package io.sbr.models.blend;

import io.sbr.data.ItemSet;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender;
import io.sbr.models.sparse.Rest;
import io.sbr.models.sparse.SparseRecommender;
import io.sbr.tensor.Ties;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Ranks by the mixture of a network's distribution and a neighbour method's (docs/models.md,
 * section 13). Scores are probabilities: over the catalogue they sum to 1.
 */
public final class BlendRecommender implements Recommender {
  private static final int[] NOTHING = {};

  private final NeuralRecommender network;
  private final SparseRecommender neighbours;
  private final BlendWeights weights;
  private final Mixtures mixtures;
  private final Rest order;

  /** Blends two recommenders of the same items. */
  public BlendRecommender(
      NeuralRecommender network, SparseRecommender neighbours, BlendWeights weights) {
    this(network, neighbours, weights, Rest.byNumber(network.itemCount()));
  }

  private BlendRecommender(
      NeuralRecommender network, SparseRecommender neighbours, BlendWeights weights, Rest order) {
    this.network = network;
    this.neighbours = neighbours;
    this.weights = weights;
    this.order = order;
    mixtures = new Mixtures(network, neighbours);
  }

  @Override
  public String name() {
    return network.name() + "+" + neighbours.name();
  }

  @Override
  public int itemCount() {
    return network.itemCount();
  }

  @Override
  public BatchSpec needs() {
    return network.needs();
  }

  @Override
  public int mostSessions() {
    return mixtures.mostSessions();
  }

  /** Shows every session of a batch, blended. */
  private void each(GraphBatch batch, Mixtures.Reader reader) {
    mixtures.each(
        batch,
        (session, length, mixture) -> {
          NeighbourShares shares = mixture.neighbours();
          mixture.mix(shares.sharpened(weights.gamma()), weights.lambda(length, shares.support()));
          reader.read(session, length, mixture);
        });
  }

  @Override
  public int[] ranks(GraphBatch batch, Ties ties, int[] sessions, int[] targets) {
    int[] ranks = new int[targets.length];
    int[][] own = SparseRecommender.ofEachSession(sessions, batch.sessions());
    each(
        batch,
        (session, length, mixture) -> {
          for (int t : own[session]) {
            ranks[t] = mixture.rank(targets[t], ties);
          }
        });
    return ranks;
  }

  @Override
  public Ranking ranksAndTopK(GraphBatch batch, Ties ties, int[] sessions, int[] targets, int k) {
    int[] ranks = new int[targets.length];
    TopItems[] top = new TopItems[batch.sessions()];
    int[][] own = SparseRecommender.ofEachSession(sessions, batch.sessions());
    each(
        batch,
        (session, length, mixture) -> {
          for (int t : own[session]) {
            ranks[t] = mixture.rank(targets[t], ties);
          }
          top[session] = mixture.top(k, order, NOTHING, null);
        });
    return new Ranking(ranks, Arrays.asList(top));
  }

  @Override
  public List<TopItems> topK(GraphBatch batch, int k, int[][] excluded, ItemSet[] allowed) {
    TopItems[] top = new TopItems[batch.sessions()];
    each(
        batch,
        (session, length, mixture) ->
            top[session] =
                mixture.top(
                    k,
                    order,
                    excluded == null ? NOTHING : excluded[session],
                    allowed == null ? null : allowed[session]));
    return Arrays.asList(top);
  }

  @Override
  public double[] scores(GraphBatch batch) {
    double[] scores = new double[batch.sessions() * itemCount()];
    each(
        batch,
        (session, length, mixture) -> {
          for (int item = 1; item <= itemCount(); item++) {
            scores[session * itemCount() + item - 1] = mixture.blended(item);
          }
        });
    return scores;
  }

  @Override
  public <T> T frozen(Function<Recommender, T> calls) {
    return network.frozenNetwork(
        steady -> calls.apply(new BlendRecommender(steady, neighbours, weights, order)));
  }

  /**
   * Where a blended score comes from.
   *
   * @param lambda the neighbours' part in this session; 0 where they reach nothing
   * @param network {@code [k]} what the network adds to each item's P, (1 − λ) p
   * @param neighbours {@code [k]} what the neighbours add, λ κ
   */
  public record Parts(double lambda, double[] network, double[] neighbours) {}

  /**
   * Takes the scores of some items apart.
   *
   * @param batch of one session
   * @param items numbers from 1
   */
  public Parts parts(GraphBatch batch, int[] items) {
    Parts[] parts = new Parts[1];
    mixtures.each(
        batch,
        (session, length, mixture) -> {
          NeighbourShares shares = mixture.neighbours();
          double lambda = shares.isEmpty() ? 0 : weights.lambda(length, shares.support());
          double[] kappa = shares.sharpened(weights.gamma());
          double[] fromNetwork = new double[items.length];
          double[] fromNeighbours = new double[items.length];
          for (int i = 0; i < items.length; i++) {
            fromNetwork[i] = (1 - lambda) * mixture.network(items[i]);
            for (int j = 0; j < kappa.length; j++) {
              fromNeighbours[i] += shares.items()[j] == items[i] ? lambda * kappa[j] : 0;
            }
          }
          parts[0] = new Parts(lambda, fromNetwork, fromNeighbours);
        });
    return parts[0];
  }
}
