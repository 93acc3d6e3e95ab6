package io.sbr.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The highest rate, for servers that bear a known one. */
class RateSearchTest {
  private final List<Double> tried = new ArrayList<>();

  private double highest(RateSearch search, double bearable) throws Exception {
    return search.highest(
        rate -> {
          tried.add(rate);
          return rate <= bearable;
        });
  }

  @Test
  void doublesThenHalvesTheDistance() throws Exception {
    double found = highest(new RateSearch(100, 50_000, 0.05), 1234);
    assertThat(found).isLessThanOrEqualTo(1234).isGreaterThan(1234 / 1.05);
    assertThat(tried).startsWith(100.0, 200.0, 400.0, 800.0, 1600.0).hasSizeLessThan(12);
    assertThat(tried).doesNotHaveDuplicates();
  }

  @Test
  void aFirstRateThatIsTooMuchIsHalved() throws Exception {
    double found = highest(new RateSearch(100, 50_000, 0.05), 7.3);
    assertThat(found).isLessThanOrEqualTo(7.3).isGreaterThan(7.3 / 1.06);
    assertThat(tried).startsWith(100.0, 50.0, 25.0, 12.5, 6.25).doesNotHaveDuplicates();
  }

  @Test
  void nothingAboveTheMostIsTried() throws Exception {
    assertThat(highest(new RateSearch(100, 1000, 0.05), 1e9)).isEqualTo(800);
    assertThat(tried).containsExactly(100.0, 200.0, 400.0, 800.0);
  }

  @Test
  void aServerThatBearsNothing() throws Exception {
    assertThat(highest(new RateSearch(100, 1000, 0.05), 0)).isZero();
  }
}
