package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import org.junit.jupiter.api.Test;

/** Examples of equal input are grouped, and no target is lost. */
class DistinctInputsTest {
  @Test
  void inputsInTheOrderInWhichTheyOccur() {
    // Inputs by example: 1 2 | 1 || 1 2 | 1 || 2 1 | 2
    Examples examples =
        new Examples(Sessions.of(new int[] {1, 2, 3}, new int[] {1, 2, 4}, new int[] {2, 1, 1}), 1);
    DistinctInputs inputs = new DistinctInputs(examples);
    assertThat(inputs.count()).isEqualTo(4);
    assertThat(inputs.representatives()).containsExactly(0, 1, 4, 5);
    DistinctInputs.Targets all = inputs.targets(0, 4);
    assertThat(all.examples()).containsExactly(0, 2, 1, 3, 4, 5);
    assertThat(all.sessions()).containsExactly(0, 0, 1, 1, 2, 3);
    assertThat(all.items()).containsExactly(3, 4, 2, 2, 1, 1);
    DistinctInputs.Targets some = inputs.targets(1, 3);
    assertThat(some.examples()).containsExactly(1, 3, 4);
    assertThat(some.sessions()).containsExactly(0, 0, 1);
    assertThat(some.items()).containsExactly(2, 2, 1);
  }

  @Test
  void whatAModelMayReadBesideClicksKeepsInputsApart() {
    int[] items = {1, 2, 1, 2};
    int[] offsets = {0, 2, 4};
    float[] seconds = {5, 5, 9, 9};
    int[] users = {0, 1};
    long[] times = {1, 2, 3, 4};
    assertThat(count(new Sessions(items, offsets, times, null, null))).isEqualTo(1);
    assertThat(count(new Sessions(items, offsets, times, seconds, null))).isEqualTo(2);
    assertThat(count(new Sessions(items, offsets, times, null, users))).isEqualTo(2);
  }

  @Test
  void whatIsNotRememberedIsAnInputOfItsOwn() {
    Sessions sessions =
        Sessions.of(new int[] {1, 9}, new int[] {2, 9}, new int[] {1, 9}, new int[] {2, 9});
    DistinctInputs inputs = new DistinctInputs(new Examples(sessions, 1), 1);
    assertThat(inputs.representatives()).containsExactly(0, 1, 3);
    assertThat(inputs.targets(0, 3).examples()).containsExactly(0, 2, 1, 3);
  }

  @Test
  void noExamplesNoInputs() {
    assertThat(count(Sessions.of())).isZero();
  }

  private static int count(Sessions sessions) {
    return new DistinctInputs(new Examples(sessions, 1)).count();
  }
}
