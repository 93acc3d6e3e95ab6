package io.sbr.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.models.eval.Metrics;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LossRemarkTest {
  private static final Metrics METRICS = Metrics.of(new int[] {1}, List.of(20));

  private static List<EpochRecord> history(Double... losses) {
    return Stream.of(losses)
        .map(loss -> new EpochRecord(0, 10.0, loss, METRICS, 1.0, null))
        .toList();
  }

  @Test
  void aLossFarAboveThatOfGuessingIsRemarkedOn() {
    assertThat(LossRemark.of(history(10.6, 3.5e8), 43_097))
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .startsWith(
                        "the loss is 3.5e8, and guessing blindly among 43,097 items has 10.7:")
                    .endsWith("is the learning rate, 10, too high?"));
    assertThat(LossRemark.of(history(33.0), 43_097))
        .hasValueSatisfying(words -> assertThat(words).startsWith("the loss is 33.0, "));
  }

  @Test
  void othersAreNot() {
    assertThat(LossRemark.of(history(3.5e8, 10.6), 43_097)).as("over").isEmpty();
    assertThat(LossRemark.of(history(30.0), 43_097)).isEmpty();
    assertThat(LossRemark.of(history((Double) null), 43_097)).as("counting").isEmpty();
    assertThat(LossRemark.of(List.of(), 43_097)).isEmpty();
    assertThat(LossRemark.of(history(1.5), 1)).isEmpty();
  }
}
