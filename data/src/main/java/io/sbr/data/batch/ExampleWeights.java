package io.sbr.data.batch;

import io.sbr.data.Examples;

/**
 * How much each example counts in the loss: the older its session, the less. Tomorrow's sessions
 * are more like yesterday's than like last month's, so late examples say more of what is to come
 * (docs/pipeline.md, section 8).
 */
public final class ExampleWeights {
  private final double[] ofSession;

  private ExampleWeights(double[] ofSession) {
    this.ofSession = ofSession;
  }

  /**
   * Weights that fall with age as e^(−recency·age), age from 0, the newest session, to 1, the
   * oldest; scaled to a mean of 1 over the examples, so that losses stay comparable. Age is a
   * session's place in train, whose order is that of time.
   *
   * @param recency at least 0; with 0 all count alike
   */
  public static ExampleWeights byAge(Examples examples, double recency) {
    int sessions = examples.sessions().count();
    double[] weights = new double[sessions];
    double sum = 0;
    for (int s = 0; s < sessions; s++) {
      weights[s] = Math.exp(-recency * (sessions - 1.0 - s) / Math.max(1, sessions - 1));
      sum += weights[s] * examples.count(s);
    }
    for (int s = 0; s < sessions; s++) {
      weights[s] *= examples.count() / sum;
    }
    return new ExampleWeights(weights);
  }

  /** Weights of the examples that are prefixes of these sessions. */
  double[] of(int[] sessions) {
    double[] weights = new double[sessions.length];
    for (int b = 0; b < weights.length; b++) {
      weights[b] = ofSession[sessions[b]];
    }
    return weights;
  }
}
