package io.sbr.models.blend;

import io.sbr.data.Examples;
import io.sbr.models.blend.BlendWeights.Tried;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Metrics;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.sparse.SparseRecommender;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Fits a blend on examples that neither network nor index have seen: the examples are gone over
 * twice, once for what both say of the targets, from which λ follows for each γ, and once for the
 * ranks by which γ is chosen. Nothing depends on the number of threads.
 */
public final class BlendFitter {
  private static final int K = 20;

  private final NeuralRecommender network;
  private final Mixtures mixtures;
  private final Examples examples;
  private final Ties ties;
  private final Evaluator.Progress progress;

  /**
   * A fit to come.
   *
   * @param ties rule by which ranks are compared
   * @param progress told how far each of the two passes is; false ends it with a {@link
   *     java.util.concurrent.CancellationException}
   */
  public BlendFitter(
      NeuralRecommender network,
      SparseRecommender neighbours,
      Examples examples,
      Ties ties,
      Evaluator.Progress progress) {
    this.network = network;
    this.examples = examples;
    this.ties = ties;
    this.progress = progress;
    mixtures = new Mixtures(network, neighbours);
  }

  /**
   * Fits λ for each γ and chooses the γ of the best MRR@20, then Recall@20, then the larger.
   *
   * @param epoch of the network
   * @throws ArithmeticException if a score is NaN
   */
  public BlendWeights fit(int epoch) {
    return network.frozenNetwork(
        steady -> new Passes(new Mixtures(steady, mixtures.neighbours())).fit(epoch));
  }

  /** What both say of every example, and what follows. */
  private final class Passes {
    private final Mixtures steady;
    private final int[] lengths = new int[examples.count()];
    private final double[] supports = new double[lengths.length];
    private final double[] network = new double[lengths.length];

    /** For each γ what the neighbours say of each target. */
    private final double[][] neighbours = new double[BlendWeights.GAMMAS.size()][lengths.length];

    Passes(Mixtures steady) {
      this.steady = steady;
    }

    BlendWeights fit(int epoch) {
      observe();
      IntPredicate isReached = e -> supports[e] > 0;
      int[] reached = IntStream.range(0, lengths.length).filter(isReached).toArray();
      Buckets buckets =
          Buckets.ofThirds(IntStream.of(reached).mapToDouble(e -> supports[e]).toArray());
      int[] bucket = IntStream.of(reached).map(e -> buckets.of(lengths[e], supports[e])).toArray();
      int[] counts = MixtureFit.counts(Buckets.COUNT, bucket);
      double[] p = chosen(network, reached);
      List<double[]> lambdas = new ArrayList<>();
      for (double[] said : neighbours) {
        lambdas.add(MixtureFit.lambda(Buckets.COUNT, bucket, p, chosen(said, reached)));
      }
      List<Tried> tried = compare(buckets, lambdas);
      Tried best =
          tried.stream()
              .max(
                  Comparator.comparingDouble(Tried::mrr)
                      .thenComparingDouble(Tried::recall)
                      .thenComparingDouble(Tried::gamma))
              .orElseThrow();
      double[] lambda = lambdas.get(tried.indexOf(best));
      return BlendWeights.of(epoch, best.gamma(), buckets, lambda, counts, tried);
    }

    private static double[] chosen(double[] all, int[] which) {
      return IntStream.of(which).mapToDouble(e -> all[e]).toArray();
    }

    private void observe() {
      Evaluator.each(
          examples,
          steady.network(),
          steady.mostSessions(),
          (batch, targets) -> {
            int[][] own = SparseRecommender.ofEachSession(targets.sessions(), batch.sessions());
            steady.each(
                batch,
                (session, length, mixture) -> {
                  for (int t : own[session]) {
                    observe(targets.examples()[t], targets.items()[t], length, mixture);
                  }
                });
          },
          progress);
    }

    private void observe(int example, int target, int length, Mixture mixture) {
      NeighbourShares shares = mixture.neighbours();
      lengths[example] = length;
      supports[example] = shares.support();
      network[example] = mixture.network(target);
      int at =
          IntStream.range(0, shares.items().length)
              .filter(i -> shares.items()[i] == target)
              .findFirst()
              .orElse(-1);
      for (int g = 0; g < neighbours.length && at >= 0; g++) {
        neighbours[g][example] = shares.sharpened(BlendWeights.GAMMAS.get(g))[at];
      }
    }

    /** Ranks with each γ and its λ. */
    private List<Tried> compare(Buckets buckets, List<double[]> lambdas) {
      int[][] ranks = new int[lambdas.size()][lengths.length];
      Evaluator.each(
          examples,
          steady.network(),
          steady.mostSessions(),
          (batch, targets) -> {
            int[][] own = SparseRecommender.ofEachSession(targets.sessions(), batch.sessions());
            steady.each(
                batch,
                (session, length, mixture) -> {
                  NeighbourShares shares = mixture.neighbours();
                  for (int g = 0; g < ranks.length; g++) {
                    double lambda = lambdas.get(g)[buckets.of(length, shares.support())];
                    mixture.mix(shares.sharpened(BlendWeights.GAMMAS.get(g)), lambda);
                    for (int t : own[session]) {
                      ranks[g][targets.examples()[t]] = mixture.rank(targets.items()[t], ties);
                    }
                  }
                });
          },
          progress);
      List<Tried> tried = new ArrayList<>();
      for (int g = 0; g < ranks.length; g++) {
        Metrics metrics = Metrics.of(ranks[g], List.of(K));
        tried.add(new Tried(BlendWeights.GAMMAS.get(g), metrics.recall(K), metrics.mrr(K)));
      }
      return tried;
    }
  }
}
