package io.sbr.data.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CandidatesTest {
  @Test
  void thereAndBack() {
    int[] items = {1, 7, 3, 0};
    int[] candidates = Candidates.of(items);
    assertThat(candidates).containsExactly(0, 6, 2, -1);
    assertThat(Candidates.items(candidates)).containsExactly(items);
    assertThat(Candidates.items(new int[0])).isEmpty();
    assertThat(Candidates.item(Candidates.of(5))).isEqualTo(5);
  }
}
