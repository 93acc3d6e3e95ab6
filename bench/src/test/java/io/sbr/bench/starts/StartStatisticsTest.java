package io.sbr.bench.starts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.bench.output.Machine;
import io.sbr.bench.starts.StartCase.HeapCollector;
import io.sbr.bench.starts.StartCase.Launch;
import io.sbr.bench.starts.StartCase.Load;
import io.sbr.bench.starts.StartCase.Width;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which starts and which cases are called slow, and how the report says so. */
class StartStatisticsTest {
  private static final StartCase G1 = startCase(HeapCollector.G1, Load.IDLE);
  private static final StartCase SERIAL = startCase(HeapCollector.SERIAL, Load.IDLE);
  private static final StartCase BUSY = startCase(HeapCollector.SERIAL, Load.BUSY);

  private static StartCase startCase(HeapCollector collector, Load load) {
    JavaHome java = new JavaHome(Path.of("jdk"), "25.0.1");
    return new StartCase(java, collector, Launch.LAUNCHER, Width.PREFERRED, load);
  }

  /** Starts whose trainings took these seconds, and all else 1. */
  private static List<Start> trainings(StartCase startCase, double... seconds) {
    List<Start> starts = new ArrayList<>();
    for (double training : seconds) {
      Map<UserFigure, Double> times = new EnumMap<>(UserFigure.class);
      for (UserFigure figure : UserFigure.values()) {
        times.put(figure, figure == UserFigure.TRAINING ? training : 1);
      }
      starts.add(new Start(startCase, starts.size() + 1, times, ""));
    }
    return starts;
  }

  @SafeVarargs
  private static StartStatistics of(List<Start>... starts) {
    return StartStatistics.of(List.of(starts).stream().flatMap(List::stream).toList());
  }

  private static List<String> verdict(StartStatistics statistics) {
    return new StartsReport(statistics).verdict();
  }

  @Test
  void evenStartsAreClean() {
    StartStatistics even = of(trainings(G1, 5, 5.2, 7.4), trainings(SERIAL, 6, 6.1, 6.2));
    assertThat(even.clean()).isTrue();
    assertThat(verdict(even)).singleElement().asString().startsWith("no start above 1.5 times");
    assertThat(even.rows()).hasSize(2 * UserFigure.values().length);
    StartStatistics.CaseRow row = even.rows().get(0);
    assertThat(row.figure()).isEqualTo(UserFigure.TRAINING);
    assertThat(row.startCase()).isEqualTo(G1);
    assertThat(row.starts()).isEqualTo(3);
    assertThat(List.of(row.min(), row.median(), row.max())).containsExactly(5.0, 5.2, 7.4);
    assertThat(even.rows().get(1).bestMedian()).isEqualTo(5.2);
    assertThat(even.rows().get(1).fastest()).isEqualTo(5);
  }

  @Test
  void slowStartIsNamed() {
    StartStatistics one = of(trainings(G1, 5, 5, 8, 5, 5), trainings(SERIAL, 5, 5, 5, 5, 7));
    assertThat(one.clean()).isFalse();
    assertThat(verdict(one))
        .containsExactly(
            "SLOW 25.0.1 G1 launcher idle, start 3: training 8.00 s, 1.60 times the median");
  }

  @Test
  void caseThatIsAlwaysSlowIsNamedBesideTheBest() {
    StartStatistics all = of(trainings(G1, 8, 8, 8), trainings(SERIAL, 5, 5, 5));
    assertThat(all.slow()).isEmpty();
    assertThat(all.clean()).isFalse();
    assertThat(verdict(all))
        .containsExactly(
            "OFTEN SLOW 25.0.1 G1 launcher idle: training 8.00 s in the median, 1.60 times the best"
                + " case's and 1.60 times the fastest start");
  }

  @Test
  void mostStartsSlowIsSeenByTheFastest() {
    StartStatistics most = of(trainings(G1, 5, 50, 50, 50));
    assertThat(most.slow()).isEmpty();
    assertThat(verdict(most)).singleElement().asString().startsWith("OFTEN SLOW").contains("10.00");
  }

  @Test
  void busyIsNotComparedWithIdle() {
    assertThat(of(trainings(SERIAL, 5, 5), trainings(BUSY, 9, 9)).clean()).isTrue();
  }

  @Test
  void failedStartsAreReportedAndTheOthersCounted() {
    List<Start> starts = trainings(G1, 5, 5.5);
    starts.add(new Start(G1, 3, Map.of(), "not done within 120 s"));
    StartStatistics statistics = of(starts, List.of(new Start(SERIAL, 1, Map.of(), "exit code 1")));
    assertThat(statistics.clean()).isFalse();
    assertThat(statistics.rows().get(0).starts()).isEqualTo(2);
    assertThat(verdict(statistics))
        .containsExactly(
            "25.0.1 G1 launcher idle, start 3: FAILED: not done within 120 s",
            "25.0.1 Serial launcher idle, start 1: FAILED: exit code 1");
  }

  @Test
  void reportHoldsEveryFigureOfEveryCase() {
    String text =
        new StartsReport(of(trainings(G1, 5, 6, 9.5), trainings(BUSY, 8, 8, 8)))
            .markdown(Machine.here());
    assertThat(text)
        .contains(Machine.here().cpu())
        .contains("| 25.0.1 G1 launcher idle | 3 | 5.00 | 6.00 | 9.50 | 1.58 | 1.00 |")
        .contains("| 25.0.1 Serial launcher busy | 3 | 8.00 | 8.00 | 8.00 | 1.00 | 1.00 |")
        .contains("- SLOW 25.0.1 G1 launcher idle, start 3");
    for (UserFigure figure : UserFigure.values()) {
      assertThat(text).contains("## " + figure.label + ", " + figure.unit);
    }
  }
}
