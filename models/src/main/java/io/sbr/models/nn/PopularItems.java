package io.sbr.models.nn;

import io.sbr.tensor.Philox;

/**
 * Draws items by how often they were clicked, each with probability proportional to clicks^α and
 * independently of the others, in every step anew; an item without a click is never drawn.
 */
public final class PopularItems {
  /** Σ clicks^α of the candidates up to each. */
  private final double[] upTo;

  /** The last candidate with a click. */
  private final int last;

  /**
   * A distribution.
   *
   * @param clicks {@code [N + 1]} clicks on each item, by its number; at least one item has some
   * @param alpha from 0, all alike, to 1, as often as clicked
   */
  public PopularItems(int[] clicks, double alpha) {
    upTo = new double[clicks.length - 1];
    double sum = 0;
    int found = -1;
    for (int i = 0; i < upTo.length; i++) {
      int times = clicks[i + 1];
      sum += times == 0 ? 0 : Math.pow(times, alpha);
      upTo[i] = sum;
      found = times == 0 ? found : i;
    }
    if (found < 0) {
      throw new IllegalArgumentException("no item was clicked, and so none can be drawn");
    }
    last = found;
  }

  /**
   * Candidates for a step, repeats among them.
   *
   * @param stream number of the random stream within the model, as layers with dropout have them
   */
  public int[] draw(int count, StepRandom random, int stream) {
    int[] drawn = new int[count];
    for (int i = 0; i < count; i++) {
      double u = Philox.uniform(random.seed(), random.stream(stream), i);
      drawn[i] = Math.min(last, firstAbove(u * upTo[last]));
    }
    return drawn;
  }

  /** The first candidate whose sum is above x; N if none is. */
  private int firstAbove(double x) {
    int low = 0;
    int high = upTo.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo[middle] <= x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
