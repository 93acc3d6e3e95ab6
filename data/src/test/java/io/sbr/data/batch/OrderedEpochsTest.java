package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OrderedEpochsTest {
  @Test
  void theLastEpochsTakeExamplesAsTheyAreNumbered() {
    BatchPlan shuffled = new BatchPlan(10, 4, 7);
    OrderedEpochs order = new OrderedEpochs(shuffled, BatchPlan.inOrder(10, 4), 2);
    assertThat(order.batches()).isEqualTo(3);
    for (int epoch = 0; epoch < 2; epoch++) {
      assertThat(order.batch(epoch, 1)).isEqualTo(shuffled.batch(epoch, 1));
    }
    assertThat(order.batch(2, 1)).containsExactly(4, 5, 6, 7);
    assertThat(order.batch(5, 2)).containsExactly(8, 9);
  }

  @Test
  void anOrderOfOtherBatchesIsRefused() {
    assertThatThrownBy(
            () -> new OrderedEpochs(new BatchPlan(10, 3, 7), BatchPlan.inOrder(10, 4), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 batches an epoch cannot be followed by 3");
  }
}
