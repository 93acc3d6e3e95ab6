package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.batch.BatchBuilder;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Models;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.graph.GnnSettings.Pad;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Example 9 of docs/pipeline.md, section 11: what the padded length changes, and what it does not.
 */
class PaddingTest {
  private static final int ITEMS = 40;
  private static final int[] SESSION = {5, 2, 5, 3, 17, 17, 2, 9};

  @ParameterizedTest
  @ValueSource(strings = {"tagnn", "tagnnpp"})
  void publishedScoresDependOnThePaddedLengthAndMaskedOnesDoNot(String model) {
    double[] masked = scores(model, Pad.MASKED, 0, SESSION);
    assertThat(scores(model, Pad.MASKED, 11, SESSION)).isEqualTo(masked);
    double[] eight = scores(model, Pad.PUBLISHED, 8, SESSION);
    double[] eleven = scores(model, Pad.PUBLISHED, 11, SESSION);
    double[] sixty = scores(model, Pad.PUBLISHED, 60, SESSION);
    assertThat(distance(eight, eleven)).isGreaterThan(1e-4);
    assertThat(distance(eleven, sixty)).isGreaterThan(1e-4);
    // As long as L: no padding, no padding node, and the sums of a masked model.
    assertThat(eight).containsExactly(masked, within(1e-14));
  }

  /** P = max(0, L − l): a visitor with more clicks than any training session has no padding. */
  @ParameterizedTest
  @ValueSource(strings = {"tagnn", "tagnnpp"})
  void aSessionLongerThanThePaddedLengthHasNoPadding(String model) {
    double[] masked = scores(model, Pad.MASKED, 0, SESSION);
    for (int length = 0; length < SESSION.length; length++) {
      assertThat(scores(model, Pad.PUBLISHED, length, SESSION))
          .containsExactly(masked, within(1e-14));
    }
  }

  /** Neither mode looks at the other sessions of a batch, only at L. */
  @ParameterizedTest
  @ValueSource(strings = {"tagnn", "tagnnpp"})
  void companyChangesNothing(String model) {
    for (Pad pad : Pad.values()) {
      double[] alone = scores(model, pad, 12, SESSION);
      double[] second = scores(model, pad, 12, new int[] {8}, SESSION, new int[] {1, 2, 3, 1});
      assertThat(Arrays.copyOfRange(second, ITEMS, 2 * ITEMS)).isEqualTo(alone);
    }
  }

  private static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static double[] scores(String name, Pad pad, int length, int[]... sessions) {
    ModelSettings settings =
        Models.settings(name).with(GnnSettings.HIDDEN, 8).with(GnnSettings.PAD, pad);
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = Models.create(settings, ITEMS, weights, 1);
      return new NeuralRecommender(model, backend)
          .scores(new BatchBuilder(ITEMS, model.needs(), length).build(sessions));
    }
  }
}
