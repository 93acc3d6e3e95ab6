package io.sbr.models.blend;

import io.sbr.models.sparse.ReachedItems;
import java.util.Arrays;

/**
 * What a neighbour method says of one session, as a distribution over the few items that it scores
 * above 0.
 *
 * @param items their numbers
 * @param shares κ with γ = 1: each score as a share of all
 * @param support the sum of the scores; 0 if there are no items
 */
record NeighbourShares(int[] items, double[] shares, double support) {
  /** Of the items that were reached. */
  static NeighbourShares of(ReachedItems reached) {
    int[] items = new int[reached.count()];
    double[] shares = new double[items.length];
    double support = 0;
    int count = 0;
    for (int i = 0; i < items.length; i++) {
      double score = reached.score(reached.item(i));
      if (score > 0) {
        items[count] = reached.item(i);
        shares[count++] = score;
        support += score;
      }
    }
    items = Arrays.copyOf(items, count);
    shares = Arrays.copyOf(shares, count);
    for (int i = 0; i < count; i++) {
      shares[i] /= support;
    }
    return new NeighbourShares(items, shares, support);
  }

  /** Whether nothing was reached. */
  boolean isEmpty() {
    return items.length == 0;
  }

  /**
   * κ: the shares to the power γ, as shares again.
   *
   * @param gamma one of {@link BlendWeights#GAMMAS}
   */
  double[] sharpened(double gamma) {
    if (gamma == 1) {
      return shares;
    }
    double[] powers = new double[shares.length];
    double sum = 0;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = power(shares[i], gamma);
      sum += powers[i];
    }
    for (int i = 0; i < powers.length; i++) {
      powers[i] /= sum;
    }
    return powers;
  }

  /** By roots and products: the library's power is ten times as dear. */
  private static double power(double share, double gamma) {
    double root = Math.sqrt(share);
    if (gamma > 1) {
      return gamma == 2 ? share * share : share * root;
    }
    return gamma == 0.5 ? root : root * Math.sqrt(root);
  }
}
