package io.sbr.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static Sessions sessions(int count) {
    return Sessions.of(
        IntStream.rangeClosed(1, count).mapToObj(i -> new int[] {i, i}).toArray(int[][]::new));
  }

  @Test
  void holdsTheLastSessionsBack() {
    Split split = Split.byFraction(sessions(25), 0.1);
    assertThat(split.first().count()).isEqualTo(22); // 2.5 rounds to 3
    assertThat(split.last().count()).isEqualTo(3);
    assertThat(split.last().items(0)).containsExactly(23, 23);
    assertThat(split.first().items(21)).containsExactly(22, 22);
  }

  @Test
  void leavesAGapBeforeSoManySessions() {
    Split split = Split.byCount(sessions(25), 4, 3);
    assertThat(split.first().count()).isEqualTo(18);
    assertThat(split.last().count()).isEqualTo(4);
    assertThat(split.first().items(17)).containsExactly(18, 18);
    assertThat(split.last().items(0)).containsExactly(22, 22);
  }

  @Test
  void leavesASessionOnEachSide() {
    assertThat(Split.byFraction(sessions(2), 0.01).last().count()).isEqualTo(1);
    assertThat(Split.byFraction(sessions(2), 0.99).first().count()).isEqualTo(1);
  }

  @Test
  void refusesWhatCannotBeSplit() {
    assertThatThrownBy(() -> Split.byFraction(sessions(1), 0.5)).isInstanceOf(DataException.class);
    for (double part : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatThrownBy(() -> Split.byFraction(sessions(9), part))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
