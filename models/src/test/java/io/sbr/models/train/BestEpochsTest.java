package io.sbr.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.models.Fixtures;
import io.sbr.models.eval.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BestEpochsTest {
  @Test
  void recallAndMrrEachHaveTheirOwnEpoch() {
    BestEpochs best = BestEpochs.of(history(10, 5, 12, 4, 11, 6, 9, 3));
    assertThat(best).isEqualTo(new BestEpochs(1, 2, 3, 1));
    assertThat(best.selected(Fixtures.settings(Protocol.HONEST, 4))).isEqualTo(2);
    assertThat(best.selected(Fixtures.settings(Protocol.PAPER, 4))).isEqualTo(1);
    assertThat(best.selected(Fixtures.settings(Protocol.FINAL, 4))).isEqualTo(2);
  }

  /** The rate has come down for it; published figures are the best on test all the same. */
  @Test
  void ofAPlannedTrainingTheLastEpochIsKept() {
    BestEpochs best = BestEpochs.of(history(10, 5, 12, 4, 11, 6, 9, 3));
    assertThat(best.selected(Fixtures.planned(Protocol.HONEST, 4))).isEqualTo(3);
    assertThat(best.selected(Fixtures.planned(Protocol.PAPER, 4))).isEqualTo(1);
    assertThat(best.selected(Fixtures.planned(Protocol.FINAL, 4))).isEqualTo(3);
  }

  @Test
  void aTieMovesTheEpochAndCountsAsImprovement() {
    assertThat(BestEpochs.of(history(10, 5, 10, 4, 8, 4))).isEqualTo(new BestEpochs(1, 0, 2, 1));
  }

  /** docs/pipeline.md, section 11, example 7: wherever the improvements are. */
  @Test
  void epochsWithoutImprovementAreATotal() {
    List<Double> values = new ArrayList<>();
    double level = 1;
    for (int flag : new int[] {1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0}) {
      double value = flag == 1 ? ++level : 0;
      values.add(value);
      values.add(value);
    }
    double[] pairs = values.stream().mapToDouble(v -> v).toArray();
    assertThat(BestEpochs.of(history(pairs)).withoutImprovement()).isEqualTo(10);
  }

  @Test
  void noHistoryHasNoBestEpoch() {
    assertThat(BestEpochs.of(List.of())).isEqualTo(new BestEpochs(-1, -1, -1, 0));
  }

  private static List<EpochRecord> history(double... recallAndMrr) {
    List<EpochRecord> history = new ArrayList<>();
    for (int e = 0; e < recallAndMrr.length / 2; e++) {
      Map<String, Double> values =
          Map.of("recall@20", recallAndMrr[2 * e], "mrr@20", recallAndMrr[2 * e + 1]);
      history.add(new EpochRecord(e, 0.001, 1.0, new Metrics(values), null, null));
    }
    return history;
  }
}
