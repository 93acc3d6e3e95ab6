package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleWeightsTest {
  /** Sessions of 1, 3, 1 and 2 examples, one of them too short to have any. */
  private static final Examples EXAMPLES =
      new Examples(
          Sessions.of(
              new int[] {1, 2},
              new int[] {1, 2, 3, 4},
              new int[] {5},
              new int[] {2, 1},
              new int[] {3, 4, 1}),
          1);

  @Test
  void theOldestSessionCountsLeast() {
    double[] weights = ExampleWeights.byAge(EXAMPLES, Math.log(2)).of(new int[] {0, 1, 2, 3, 4});
    assertThat(weights[0] / weights[4]).isCloseTo(0.5, within(1e-12));
    assertThat(weights[2] / weights[4]).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(weights).isSorted();
  }

  /** So that a loss is comparable with one of other weights. */
  @Test
  void theMeanOverTheExamplesIsOne() {
    double[] weights = ExampleWeights.byAge(EXAMPLES, 3).of(new int[] {0, 1, 1, 1, 3, 4, 4});
    assertThat(weights).hasSize(EXAMPLES.count());
    assertThat(java.util.Arrays.stream(weights).average().orElseThrow())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void withoutRecencyAllCountAlike() {
    assertThat(ExampleWeights.byAge(EXAMPLES, 0).of(new int[] {4, 0, 1})).containsExactly(1, 1, 1);
    Examples one = new Examples(Sessions.of(new int[] {1, 2, 3}), 1);
    assertThat(ExampleWeights.byAge(one, 2).of(new int[] {0})).containsExactly(1);
  }

  @Test
  void aBatchHasTheWeightsOfItsSessions() {
    BatchBuilder builder =
        new BatchBuilder(5, new BatchSpec(NodeOrder.ITEM_ID, false, List.of()), 0);
    ExampleWeights weights = ExampleWeights.byAge(EXAMPLES, 1);
    int[] numbers = {5, 0, 2}; // of sessions 4, 0 and 1
    assertThat(builder.weighted(weights).build(EXAMPLES, numbers).weights().orElseThrow())
        .containsExactly(weights.of(new int[] {4, 0, 1}));
    assertThat(builder.build(EXAMPLES, numbers).weights()).isEmpty();
    assertThat(builder.weighted(weights).build(new int[][] {{1, 2}}).weights()).isEmpty();
  }
}
