package io.sbr.cli.doctor;

import io.sbr.data.batch.BatchBuilder;
import io.sbr.models.Models;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.nn.SessionModel;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;

/** One session scored by a small model on a backend and on {@code reference}. */
final class SelfTest {
  /** What single precision may lose in a session's scores, which are of size one. */
  static final double BOUND = 1e-5;

  private static final int ITEMS = 1000;
  private static final int[] SESSION = {3, 5, 3, 999, 17, 5};

  private SelfTest() {}

  /** The largest difference of a score. */
  static double difference(Backend backend) {
    double[] actual = scores(backend);
    double[] expected;
    try (Backend reference = Backends.choose("reference", 1).backend()) {
      expected = scores(reference);
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]);
      largest = difference <= largest ? largest : difference; // NaN is the largest of all
    }
    return largest;
  }

  private static double[] scores(Backend backend) {
    try (Arena weights = new Arena(backend)) {
      SessionModel model = Models.create(Models.settings("srgnn"), ITEMS, weights, 1);
      BatchBuilder batches = new BatchBuilder(ITEMS, model.needs(), 0);
      return new NeuralRecommender(model, backend).scores(batches.build(new int[][] {SESSION}));
    }
  }
}
