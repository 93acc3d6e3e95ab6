package io.sbr.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
  @Test
  void itIsToldByOptions() {
    assertThat(Launcher.of("17", "true")).hasValue(new Launcher(17, true));
    assertThat(Launcher.of("17", null)).hasValue(new Launcher(17, false));
    assertThat(new Launcher(17, true).options())
        .containsExactly("-Dsbr.launcher=17", "-Dsbr.launcher.terminal=true");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"x", "-1", "1.5", "99999999999999999999"})
  void nothingElseIsOne(String pid) {
    assertThat(Launcher.of(pid, "true")).isEmpty();
  }
}
