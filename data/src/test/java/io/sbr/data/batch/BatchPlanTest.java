package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
  private static int[] epoch(BatchPlan plan, int epoch) {
    return IntStream.range(0, plan.batches())
        .flatMap(i -> Arrays.stream(plan.batch(epoch, i)))
        .toArray();
  }

  @Test
  void everyEpochHoldsEveryExampleOnce() {
    BatchPlan plan = new BatchPlan(1050, 100, 7);
    assertThat(plan.batches()).isEqualTo(11);
    assertThat(plan.batch(0, 10)).hasSize(50);
    for (int e = 0; e < 3; e++) {
      int[] sorted = epoch(plan, e);
      Arrays.sort(sorted);
      assertThat(sorted).isEqualTo(IntStream.range(0, 1050).toArray());
    }
  }

  @Test
  void isAFunctionOfSeedEpochAndIndexAlone() {
    BatchPlan plan = new BatchPlan(1000, 100, 7);
    int[] wanted = plan.batch(2, 3);
    plan.batch(0, 1);
    assertThat(plan.batch(2, 3)).isEqualTo(wanted);
    assertThat(new BatchPlan(1000, 100, 7).batch(2, 3)).isEqualTo(wanted);
    assertThat(new BatchPlan(1000, 100, 8).batch(2, 3)).isNotEqualTo(wanted);
    assertThat(new BatchPlan(1000, 100, 7 + (1L << 32)).batch(2, 3)).isNotEqualTo(wanted);
    assertThat(plan.batch(1, 3)).isNotEqualTo(wanted);
  }

  /**
   * A resumed run needs the batches of yesterday's version: a change here breaks run folders. The
   * values agree with numpy's MT19937, seeded with the array [42, 0, 0].
   */
  @Test
  void keepsItsPermutation() {
    assertThat(epoch(new BatchPlan(10, 4, 42), 0)).containsExactly(4, 0, 3, 8, 7, 5, 2, 6, 1, 9);
  }

  @Test
  void permutationsAreSpreadEvenly() {
    int[][] seen = new int[5][5];
    BatchPlan plan = new BatchPlan(5, 5, 3);
    int rounds = 10_000;
    for (int e = 0; e < rounds; e++) {
      int[] order = plan.batch(e, 0);
      for (int i = 0; i < 5; i++) {
        seen[i][order[i]]++;
      }
    }
    double bound = 5 * Math.sqrt(rounds * 0.2 * 0.8); // five standard deviations of 25 cells
    for (int[] row : seen) {
      for (int count : row) {
        assertThat(Math.abs(count - rounds * 0.2)).isLessThan(bound);
      }
    }
  }

  @Test
  void inOrderForEvaluation() {
    BatchPlan plan = BatchPlan.inOrder(5, 2);
    assertThat(epoch(plan, 0)).containsExactly(0, 1, 2, 3, 4);
    assertThat(epoch(plan, 9)).containsExactly(0, 1, 2, 3, 4);
    assertThat(BatchPlan.inOrder(0, 2).batches()).isZero();
    assertThat(epoch(BatchPlan.inOrder(new int[] {7, 1, 4}, 2), 3)).containsExactly(7, 1, 4);
  }

  @Test
  void refusesBatchesThatDoNotExist() {
    BatchPlan plan = new BatchPlan(5, 2, 0);
    assertThatThrownBy(() -> plan.batch(0, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plan.batch(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BatchPlan(5, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
