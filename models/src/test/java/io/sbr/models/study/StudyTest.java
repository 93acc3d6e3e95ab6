package io.sbr.models.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Vocabulary;
import io.sbr.models.eval.Metrics;
import io.sbr.tensor.Philox;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;

/** Figures of runs put beside each other, against values worked out by hand. */
class StudyTest {
  private static Dataset data(Sessions train, Sessions test, int items) {
    List<String> ids = IntStream.rangeClosed(1, items).mapToObj(Integer::toString).toList();
    return new Dataset("made-up", new Vocabulary(ids), train, test);
  }

  @Test
  void examplesAreDescribedInTheOrderOfRanks() {
    Sessions train = Sessions.of(new int[] {1, 2, 1}, new int[] {2, 3});
    Sessions test = Sessions.of(new int[] {3, 1, 4}, new int[] {2}, new int[] {1, 2});
    TestPart part = TestPart.of(data(train, test, 4), 1);
    assertThat(part.session()).containsExactly(0, 0, 2); // longest prefix first
    assertThat(part.length()).containsExactly(2, 1, 1);
    assertThat(part.popularity()).containsExactly(0, 2, 2); // of 4, 1 and 2
    assertThat(part.sessions()).isEqualTo(3);
    assertThat(TestPart.of(data(train, test, 4), 2).examples()).isEqualTo(1);
  }

  @Test
  void theTestIsStudentsOnSumsOfSessions() {
    TestPart part = new TestPart(3, new int[] {0, 0, 1, 2, 2}, new int[5], new int[5]);
    double[] a = {1, 1, 0, 1, 0};
    double[] b = {0, 1, 0, 0, 1};
    // sums 2, 0, 1 against 1, 0, 1: differences 1, 0, 0, t = (1/3) / sqrt((1/3) / 3) = 1
    double expected = 2 * new TDistribution(null, 2).cumulativeProbability(-1);
    assertThat(PairedTest.p(part, a, b)).isCloseTo(expected, within(1e-12));
    assertThat(PairedTest.p(part, b, a)).isCloseTo(expected, within(1e-12));
    assertThat(PairedTest.p(part, a, a)).isEqualTo(1);
  }

  /** Copies of an example add nothing that a test may grow sure from. */
  @Test
  void examplesOfASessionAreNotTakenForIndependent() {
    int sessions = 60;
    int copies = 9;
    double[] once = new double[sessions];
    for (int s = 0; s < sessions; s++) {
      once[s] = Philox.below(5, 3, 1, s) < 3 ? 1 : 0;
    }
    double[] many = new double[sessions * copies];
    int[] session = new int[many.length];
    for (int e = 0; e < many.length; e++) {
      session[e] = e / copies;
      many[e] = once[session[e]];
    }
    TestPart single =
        new TestPart(sessions, IntStream.range(0, sessions).toArray(), new int[60], new int[60]);
    TestPart repeated = new TestPart(sessions, session, new int[many.length], new int[many.length]);
    double[] half = new double[many.length];
    Arrays.fill(half, 0.5);
    double p = PairedTest.p(single, once, Arrays.copyOf(half, sessions));
    assertThat(PairedTest.p(repeated, many, half)).isCloseTo(p, within(1e-12));
    assertThat(new TTest().pairedTTest(many, half)).isLessThan(p / 10);
  }

  /** Worked by hand: sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1, never falling. */
  @Test
  void holmMultipliesAndNeverFalls() {
    assertThat(Holm.adjusted(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
    assertThat(Holm.adjusted(0.7, 0.6)).containsExactly(1, 1);
    assertThat(Holm.adjusted()).isEmpty();
  }

  @Test
  void slicesOfLengthCoverEveryExampleTwice() {
    int[] length = {3, 1, 12, 5, 2, 6, 4, 1, 10, 11};
    TestPart part = new TestPart(1, new int[10], length, new int[10]);
    List<Slice> slices = Slice.byLength(part);
    assertThat(slices)
        .extracting(Slice::name)
        .containsExactly("≤ 5", "> 5", "1", "2", "3", "4–5", "6–10", "> 10");
    int[] seen = new int[part.examples()];
    slices.forEach(slice -> Arrays.stream(slice.examples()).forEach(e -> seen[e]++));
    assertThat(seen).containsOnly(2);
    assertThat(slices.get(0).examples()).containsExactly(0, 1, 3, 4, 6, 7);
    assertThat(slices.get(5).examples()).containsExactly(3, 6);
  }

  @Test
  void slicesOfPopularityAreAboutEqualAndKeepTiesTogether() {
    int[] counts = {0, 9, 1, 1, 1, 2, 5, 3, 0, 4, 8, 7, 6};
    TestPart part = new TestPart(1, new int[13], new int[13], counts);
    List<Slice> slices = Slice.byPopularity(part);
    assertThat(slices)
        .extracting(Slice::name)
        .containsExactly("0", "≥ 1", "1", "2–4", "5–7", "≥ 8");
    assertThat(slices.get(1).examples()).hasSize(11).doesNotContain(0, 8);
    assertThat(slices.get(2).examples()).containsExactly(2, 3, 4);
    int[] same = new int[6];
    Arrays.fill(same, 7);
    List<Slice> one = Slice.byPopularity(new TestPart(1, new int[6], new int[6], same));
    assertThat(one).hasSize(1);
    assertThat(one.get(0).examples()).hasSize(6);
  }

  @Test
  void anOutcomeIsTheMeanOfItsRuns() {
    int[] first = {1, 20, 21, 4};
    int[] second = {2, 30, 1, 4};
    Outcome outcome = Outcome.of(List.of(first, second), List.of(first, second));
    assertThat(outcome.hits()).containsExactly(1, 0.5, 0.5, 1);
    assertThat(outcome.reciprocals()).containsExactly(0.75, 0.025, 0.5, 0.25);
    Slice all = new Slice("all", new int[] {0, 1, 2, 3});
    Metrics one = Metrics.of(first, List.of(20));
    Metrics two = Metrics.of(second, List.of(20));
    assertThat(outcome.recall(all)).isCloseTo((one.recall(20) + two.recall(20)) / 2, within(1e-9));
    assertThat(outcome.mrr(all)).isCloseTo((one.mrr(20) + two.mrr(20)) / 2, within(1e-9));
    assertThat(Outcome.of(List.of(), List.of(first)).recall(all)).isNaN();
  }

  @Test
  void aSpreadOfOneRunHasNoDeviation() {
    assertThat(Spread.of(3, 5)).isEqualTo(new Spread(4, Math.sqrt(2), 2));
    assertThat(Spread.of(3).deviation()).isNaN();
    assertThat(Spread.of().mean()).isNaN();
  }
}
