package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignExamplesTest {
  private static final Vocabulary RUN = new Vocabulary(List.of("a", "b", "c"));

  /** Other numbers for the same ids, and one that the run does not know: x = 1, c = 2, a = 3. */
  private static final Vocabulary DATA = new Vocabulary(List.of("x", "c", "a"));

  @Test
  void itemsAreMatchedByTheirIds() {
    ForeignExamples foreign = foreign(1, new int[] {3, 2, 3});
    assertThat(foreign.examples().sessions().items()).containsExactly(1, 3, 1);
    assertThat(foreign.examples().count()).isEqualTo(2);
    assertThat(foreign.unknownTargets() + foreign.droppedClicks() + foreign.skipped()).isZero();
  }

  @Test
  void unknownTargetsAreMissesAndUnknownClicksAreDropped() {
    // a x c: (a → x) is a miss, (a x → c) becomes (a → c)
    ForeignExamples foreign = foreign(1, new int[] {3, 1, 2});
    assertThat(foreign.examples().sessions().items()).containsExactly(1, 3);
    assertThat(foreign.unknownTargets()).isEqualTo(1);
    assertThat(foreign.droppedClicks()).isEqualTo(1);
    assertThat(foreign.skipped()).isZero();
  }

  @Test
  void anExampleWithoutKnownInputIsSkipped() {
    // x x a c: (x → x) and (x x → a) have no known click before the target; (a → c) has
    ForeignExamples foreign = foreign(1, new int[] {1, 1, 3, 2});
    assertThat(foreign.examples().count()).isEqualTo(1);
    assertThat(foreign.skipped()).isEqualTo(2);
    assertThat(foreign.unknownTargets()).isZero();
  }

  @Test
  void minPrefixCountsKnownClicks() {
    // a x c a, two clicks asked for: (a x → c) has one known, (a x c → a) two
    ForeignExamples foreign = foreign(2, new int[] {3, 1, 2, 3});
    assertThat(foreign.examples().count()).isEqualTo(1);
    assertThat(foreign.skipped()).isEqualTo(1);
    assertThat(foreign.unknownTargets()).isZero();
  }

  @Test
  void dataWithoutAKnownItemAreRefused() {
    assertThatThrownBy(() -> foreign(1, new int[] {1, 1, 1}))
        .isInstanceOf(DataException.class)
        .hasMessage("other: the run knows none of the items in 1 test sessions");
    assertThatThrownBy(() -> foreign(1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("other: the data set has no test part");
    assertThatThrownBy(() -> foreign(1, new int[] {1, 3}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no test session has a target");
  }

  @Test
  void whatIsKnownOfClicksAndUsersStays() {
    Sessions train =
        new Sessions(
            new int[] {1, 3},
            new int[] {0, 2},
            new long[] {5, 6},
            new float[] {1, 2},
            new int[] {4});
    Sessions test =
        new Sessions(
            new int[] {3, 1, 2},
            new int[] {0, 3},
            new long[] {10, 20, 30},
            new float[] {7, 8, 9},
            new int[] {4});
    ForeignExamples foreign =
        ForeignExamples.of(new Dataset("other", DATA, train, test, 3), RUN, 1);
    Sessions sessions = foreign.examples().sessions();
    assertThat(sessions.times()).containsExactly(10, 30);
    assertThat(sessions.durations()).containsExactly(7, 9);
    assertThat(sessions.users()).containsExactly(4);
    assertThat(foreign.examples().history().before(4, 10).items()).containsExactly(1); // a
  }

  private static ForeignExamples foreign(int minPrefix, int[]... sessions) {
    Dataset data = new Dataset("other", DATA, Sessions.of(), Sessions.of(sessions));
    return ForeignExamples.of(data, RUN, minPrefix);
  }
}
