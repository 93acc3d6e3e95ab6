package io.sbr.models.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialsTest {
  @Test
  void theyAreThoseOfTheLibrary() {
    double[] row = new Random(1).doubles(5001, -35, 4).toArray();
    double most = Arrays.stream(row).max().orElseThrow();
    double[] own = row.clone();
    double sum = Exponentials.replace(own, 1, own.length, most);
    assertThat(own[0]).isEqualTo(row[0]);
    double expected = 0;
    for (int i = 1; i < row.length; i++) {
      double e = Math.exp(row[i] - most);
      expected += e;
      double near = row[i] > most - 20 ? 1e-10 : 1e-8;
      assertThat(own[i] / e).isCloseTo(1, within(near));
    }
    assertThat(sum / expected).isCloseTo(1, within(1e-8));
  }

  /** So no two scores change places. */
  @Test
  void theyAscend() {
    double[] row = new Random(2).doubles(20_000, -900, 0).map(x -> (float) x).sorted().toArray();
    row[row.length - 1] = 0;
    Exponentials.replace(row, 0, row.length, 0);
    for (int i = 1; i < row.length; i++) {
      assertThat(row[i]).isGreaterThanOrEqualTo(row[i - 1]).isPositive();
    }
    assertThat(row[row.length - 1]).isEqualTo(1);
  }
}
