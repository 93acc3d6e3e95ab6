package io.sbr.kernels.cpu.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is chosen for the user and what is left to them. */
class JvmOptionsTest {
  @Test
  void theUsersOptionsComeLastAndSoWin() {
    List<String> given = List.of("-Xmn1g", "-Dx=y");
    assertThat(JvmOptions.with(given)).endsWith("-Xmn1g", "-Dx=y").contains("-XX:+UseSerialGC");
  }

  @Test
  void anotherCollectorIsLeftAloneButLoopsAreCut() {
    assertThat(JvmOptions.with(List.of("-XX:+UseParallelGC")))
        .contains("-XX:LoopStripMiningIter=1000")
        .doesNotContain("-XX:+UseSerialGC")
        .noneMatch(option -> option.startsWith("-Xm"));
  }

  /** A least heap above the largest would keep Java from starting. */
  @Test
  void aLargestHeapHasNoLeastOneOfOursBesideIt() {
    assertThat(JvmOptions.with(List.of())).contains("-Xms64m");
    assertThat(JvmOptions.with(List.of("-Xmx48m"))).doesNotContain("-Xms64m");
    assertThat(JvmOptions.with(List.of("-XX:MaxRAMPercentage=2"))).doesNotContain("-Xms64m");
  }
}
