package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedPrefixesTest {
  private static final Sessions SESSIONS =
      Sessions.of(
          new int[][] {{1, 2, 3, 4, 5, 6}, {7}, {1, 2}, {}, {3, 3, 3}, {9, 8, 7, 6, 5, 4, 3, 2}});

  private static int[] epoch(BatchPlan plan, int epoch) {
    return IntStream.range(0, plan.batches())
        .flatMap(i -> Arrays.stream(plan.batch(epoch, i)))
        .toArray();
  }

  /** Examples of six clicks are 0 … 4, of two 5, of three 6 and 7, of eight 8 … 14. */
  @Test
  void prefixesOfUpToSoManyClicksAreOneEntry() {
    Examples examples = new Examples(SESSIONS, 1);
    assertThat(epoch(new SharedPrefixes(50).inOrder(examples, 2), 0)).containsExactly(0, 5, 6, 8);
    assertThat(epoch(new SharedPrefixes(5).inOrder(examples, 3), 0))
        .containsExactly(0, 5, 6, 8, 9, 10);
    assertThat(epoch(new SharedPrefixes(1).inOrder(examples, 3), 0)).hasSize(15);
    assertThat(epoch(SharedPrefixes.NONE.inOrder(examples, 4), 7))
        .containsExactly(IntStream.range(0, 15).toArray());
    assertThatThrownBy(() -> new SharedPrefixes(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** With prefixes left out and with last clicks alone, too. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, false",
    "1, 1, false",
    "3, 1, false",
    "5, 2, false",
    "4, 5, false",
    "50, 1, false",
    "50, 3, false",
    "50, 1, true",
    "3, 2, true"
  })
  void everyExampleIsInOneEntryOfAnEpoch(int longest, int minPrefix, boolean lastOnly) {
    Examples all = new Examples(SESSIONS, minPrefix);
    Examples examples = lastOnly ? all.lastOnly() : all;
    SharedPrefixes shared = new SharedPrefixes(longest);
    BatchPlan plan = shared.shuffled(examples, 2, 4);
    BatchBuilder builder = new BatchBuilder(9, BatchSpec.of(NodeOrder.CLICK), 0).sharing(shared);
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> learned = new ArrayList<>();
      for (int i = 0; i < plan.batches(); i++) {
        int[] entries = plan.batch(epoch, i);
        GraphBatch batch = builder.build(examples, entries);
        for (int b = 0; b < entries.length; b++) {
          for (int k = 0; k < batch.learned()[b]; k++) {
            learned.add(entries[b] + k);
          }
        }
      }
      assertThat(learned)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, examples.count()).boxed().toList());
    }
  }

  /** Of 15 examples in 4 entries, 7 a batch: 2 entries, which is 7.5. */
  @Test
  void aBatchHoldsSoManyExamplesOnAverage() {
    Examples examples = new Examples(SESSIONS, 1);
    SharedPrefixes shared = new SharedPrefixes(50);
    assertThat(shared.inOrder(examples, 7).batch(0, 1)).containsExactly(6, 8);
    assertThat(shared.inOrder(examples, 1).batches()).isEqualTo(4);
    assertThat(shared.shuffled(examples, 100, 3).batches()).isEqualTo(1);
    assertThat(shared.shuffled(examples, Integer.MAX_VALUE, 3).batches()).isEqualTo(1);
    assertThat(shared.shuffled(new Examples(Sessions.of(), 1), 5, 3).batches()).isZero();
  }

  @Test
  void theOrderIsAnotherInEveryEpochAndDependsOnNothingElse() {
    Sessions many =
        Sessions.of(
            IntStream.range(0, 60).mapToObj(i -> new int[] {1, 2, 3}).toArray(int[][]::new));
    Examples examples = new Examples(many, 1);
    SharedPrefixes shared = new SharedPrefixes(9);
    BatchPlan plan = shared.shuffled(examples, 14, 4);
    assertThat(plan.batches()).isEqualTo(9);
    assertThat(epoch(plan, 1)).isNotEqualTo(epoch(plan, 0)).isNotEqualTo(epoch(plan, 2));
    assertThat(shared.shuffled(examples, 14, 4).batch(1, 5)).isEqualTo(plan.batch(1, 5));
    assertThat(shared.shuffled(examples, 14, 5).batch(1, 5)).isNotEqualTo(plan.batch(1, 5));
  }

  /** As ever: runs of before go on to the same bits. */
  @Test
  void prefixesByThemselvesComeInTheOrderOfABatchPlan() {
    Examples examples = new Examples(SESSIONS, 1);
    assertThat(epoch(SharedPrefixes.NONE.shuffled(examples, 4, 3), 2))
        .containsExactly(epoch(new BatchPlan(examples.count(), 4, 3), 2));
  }
}
