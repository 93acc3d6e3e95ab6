package io.sbr.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankCountsTest {
  @Test
  void metricsAreThoseWorkedOutByHand() {
    RankCounts counts = new RankCounts(20);
    counts.add(new int[] {1, 3, 20, 21, 500});
    Metrics metrics = counts.metrics(List.of(1, 5, 20));
    assertThat(metrics.recall(1)).isEqualTo(20);
    assertThat(metrics.recall(5)).isEqualTo(40);
    assertThat(metrics.recall(20)).isEqualTo(60);
    assertThat(metrics.mrr(5)).isCloseTo(100 * (1 + 1.0 / 3) / 5, within(1e-12));
    assertThat(metrics.mrr(20)).isCloseTo(100 * (1 + 1.0 / 3 + 1.0 / 20) / 5, within(1e-12));
    // log2(1 + 3) = 2
    assertThat(metrics.ndcg(5)).isCloseTo(100 * (1 + 0.5) / 5, within(1e-12));
    assertThat(metrics.values()).containsKeys("recall@20", "mrr@20", "ndcg@20");
  }

  @Test
  void aMissCountsAsAnExample() {
    RankCounts counts = new RankCounts(20);
    counts.add(new int[] {2});
    counts.addMisses(3);
    assertThat(counts.examples()).isEqualTo(4);
    assertThat(counts.metrics(List.of(20)).mrr(20)).isEqualTo(12.5);
  }

  @Test
  void nothingCountedIsZeroNotNaN() {
    assertThat(new RankCounts(20).metrics(List.of(20)).recall(20)).isZero();
  }

  @Test
  void rankZeroIsAnErrorNotAMiss() {
    assertThatThrownBy(() -> new RankCounts(20).add(new int[] {1, 0}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void aMetricThatWasNotMeasuredIsRefusedByName() {
    assertThatThrownBy(() -> new RankCounts(20).metrics(List.of(20)).mrr(10))
        .hasMessageContaining("mrr@10");
  }
}
