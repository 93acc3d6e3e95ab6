package io.sbr.data.demo;

import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import java.util.Arrays;

/**
 * Counting baselines and the best possible recommender for the demo data, as plainly as they can be
 * written; each fills a score per item from the clicks so far.
 */
final class Recommenders {
  private Recommenders() {}

  /** Scores items 1 … N, at their number, for a prefix of clicks. */
  interface Recommender {
    double[] score(int[] clicks);
  }

  /** Recall@20 and MRR@20 in percent, over every test example. */
  record Quality(double recall, double mrr) {}

  static Quality measure(Dataset data, Recommender recommender) {
    Examples examples = new Examples(data.test(), 1);
    double hits = 0;
    double reciprocal = 0;
    for (int e = 0; e < examples.count(); e++) {
      int session = examples.session(e);
      int cut = examples.prefixLength(e, session);
      int target = data.test().item(session, cut);
      double[] scores = recommender.score(Arrays.copyOf(data.test().items(session), cut));
      int rank = 1;
      for (int j = 1; j < scores.length; j++) {
        boolean before = scores[j] > scores[target] || (scores[j] == scores[target] && j < target);
        rank += before ? 1 : 0;
      }
      hits += rank <= 20 ? 1 : 0;
      reciprocal += rank <= 20 ? 1.0 / rank : 0;
    }
    return new Quality(100 * hits / examples.count(), 100 * reciprocal / examples.count());
  }

  /** POP: clicks in train. */
  static Recommender popularity(Dataset data) {
    double[] counts = new double[data.items().size() + 1];
    for (int item : data.train().items()) {
      counts[item]++;
    }
    return clicks -> counts;
  }

  /** S-POP: clicks in the session, ties by POP. */
  static Recommender sessionPopularity(Dataset data) {
    double[] tie = ties(data);
    return clicks -> {
      double[] scores = tie.clone();
      for (int item : clicks) {
        scores[item]++;
      }
      return scores;
    };
  }

  /** Markov-1: how often an item followed the last click in train, ties by POP. */
  static Recommender markov(Dataset data) {
    int size = data.items().size() + 1;
    double[][] followed = new double[size][];
    double[] tie = ties(data);
    Arrays.setAll(followed, i -> tie.clone());
    Sessions train = data.train();
    for (int s = 0; s < train.count(); s++) {
      for (int i = 1; i < train.length(s); i++) {
        followed[train.item(s, i - 1)][train.item(s, i)]++;
      }
    }
    return clicks -> followed[clicks[clicks.length - 1]];
  }

  /** Popularity scaled below one click. */
  private static double[] ties(Dataset data) {
    double[] counts = popularity(data).score(null);
    return Arrays.stream(counts).map(c -> c / (data.train().clicks() + 1)).toArray();
  }

  /** The generator's own probabilities, with the visitor's style inferred from the clicks. */
  static double[] oracle(int[] clicks) {
    double[] style = DemoShop.STYLES.clone();
    for (int item : Arrays.stream(clicks).distinct().toArray()) { // a return tells nothing new
      for (int s = 0; s < style.length; s++) {
        style[s] *= DemoShop.styleProbability(DemoShop.style(item), s);
      }
    }
    double sum = Arrays.stream(style).sum();
    int n = clicks.length;
    int ruled =
        n < 2
            ? -1
            : DemoShop.ruledCategory(
                DemoShop.category(clicks[n - 2]), DemoShop.category(clicks[n - 1]));
    double back = n < 2 ? 0 : DemoShop.RETURN;
    double[] scores = new double[DemoShop.ITEMS + 1];
    for (int item = 1; item < scores.length; item++) {
      for (int s = 0; s < style.length; s++) {
        scores[item] +=
            (1 - back)
                * DemoShop.categoryProbability(DemoShop.category(item), ruled)
                * style[s]
                / sum
                * DemoShop.styleProbability(DemoShop.style(item), s)
                * DemoShop.rankProbability(DemoShop.rank(item));
      }
    }
    for (int i = 0; i < n - 1; i++) {
      scores[clicks[i]] += back / (n - 1);
    }
    return scores;
  }
}
