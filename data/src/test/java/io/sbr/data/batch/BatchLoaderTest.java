package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.parts.ClickTransitions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatchLoaderTest {
  private static final int ITEMS = 30;

  private final Examples examples = new Examples(randomSessions(), 1);
  private final BatchPlan plan = new BatchPlan(examples.count(), 16, 1);

  private static Sessions randomSessions() {
    Random random = new Random(3);
    int[][] sessions = new int[100][];
    for (int s = 0; s < sessions.length; s++) {
      sessions[s] = random.ints(2 + random.nextInt(6), 1, ITEMS + 1).toArray();
    }
    return Sessions.of(sessions);
  }

  private static BatchBuilder builder(int items) {
    return new BatchBuilder(items, ClickTransitions.sessionGraph(), 0);
  }

  @Test
  void givesTheBatchesOfTheEpochInOrder() {
    try (BatchLoader loader = new BatchLoader(builder(ITEMS), examples, plan, 1, 3)) {
      for (int i = 3; i < plan.batches(); i++) {
        GraphBatch expected = builder(ITEMS).build(examples, plan.batch(1, i));
        assertThat(loader.next()).usingRecursiveComparison().isEqualTo(expected);
      }
      assertThat(loader.next()).isNull();
      assertThat(loader.next()).isNull();
    }
  }

  @Test
  void afterTheLastBatchThereIsNone() {
    try (BatchLoader loader = new BatchLoader(builder(ITEMS), examples, plan, 0, plan.batches())) {
      assertThat(loader.next()).isNull();
    }
  }

  @Test
  void failuresReachTheConsumerAndStay() {
    try (BatchLoader loader = new BatchLoader(builder(1), examples, plan, 0, 0)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(loader::next)
            .isInstanceOf(IllegalStateException.class)
            .hasRootCauseInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("is not in 1 … 1");
      }
    }
  }

  @Test
  void closingStopsABuilderThatWaitsForRoom() throws InterruptedException {
    BatchLoader loader = new BatchLoader(builder(ITEMS), examples, plan, 0, 0);
    loader.next();
    assertThat(builderThreads()).isPositive();
    loader.close();
    assertThat(builderThreads()).isZero();
    assertThatThrownBy(loader::next).hasMessage("the batch loader is closed");
    loader.close();
  }

  private static long builderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("batch-builder"))
        .count();
  }
}
