package io.sbr.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a user clicked before a moment, session by session, nothing of the moment or later. */
class UserPastTest {
  /** Users 1, 0, 1 and nobody; times are not in the order of the sessions. */
  private static final Sessions TRAIN =
      new Sessions(
          new int[] {4, 5, 6, 7, 1, 2, 9},
          new int[] {0, 2, 3, 6, 7},
          new long[] {50, 60, 20, 10, 55, 58, 1},
          null,
          new int[] {1, 0, 1, -1});

  private static final Sessions TEST =
      new Sessions(new int[] {3, 3}, new int[] {0, 2}, new long[] {70, 80}, null, new int[] {1});

  private static final UsageHistory HISTORY = new UsageHistory(0, TRAIN, TEST);

  @Test
  void sessionsComeInTheOrderOfTheirStartsWhateverPartTheyAreIn() {
    UserPast past = HISTORY.pastOf(1, 100);
    assertThat(past.items()).containsExactly(7, 1, 2, 4, 5, 3, 3);
    assertThat(past.times()).containsExactly(10, 55, 58, 50, 60, 70, 80);
    assertThat(past.offsets()).containsExactly(0, 3, 5, 7);
    assertThat(past.sessions()).isEqualTo(3);
    assertThat(HISTORY.pastOf(0, 100).items()).containsExactly(6);
  }

  @Test
  void nothingOfTheMomentOrLaterIsKnown() {
    assertThat(HISTORY.pastOf(1, 58).items()).containsExactly(7, 1, 4);
    assertThat(HISTORY.pastOf(1, 58).offsets()).containsExactly(0, 2, 3);
    assertThat(HISTORY.pastOf(1, 11).items()).containsExactly(7);
    isEmpty(HISTORY.pastOf(1, 10));
  }

  @Test
  void ofStrangersNothingIsKnown() {
    isEmpty(HISTORY.pastOf(-1, 100));
    isEmpty(HISTORY.pastOf(2, 100));
    isEmpty(UsageHistory.none().pastOf(0, 100));
    Sessions untimed = new Sessions(new int[] {1}, new int[] {0, 1}, null, null, new int[] {0});
    isEmpty(new UsageHistory(0, untimed).pastOf(0, 100));
    assertThat(new UsageHistory(0, untimed).sessionsByUser().count()).isZero();
  }

  private void isEmpty(UserPast past) {
    assertThat(past.items()).isEmpty();
    assertThat(past.sessions()).isZero();
  }

  /** What is kept of a history tells the same past. */
  @Test
  void aHistoryMadeOfItsSessionsAgainIsTheSame() {
    UsageHistory again = new UsageHistory(0, HISTORY.sessionsByUser());
    for (long moment : new long[] {0, 11, 51, 58, 70, 100}) {
      for (int user = -1; user < 3; user++) {
        UserPast past = HISTORY.pastOf(user, moment);
        assertThat(again.pastOf(user, moment).items()).isEqualTo(past.items());
        assertThat(again.pastOf(user, moment).times()).isEqualTo(past.times());
        assertThat(again.pastOf(user, moment).offsets()).isEqualTo(past.offsets());
      }
    }
  }
}
