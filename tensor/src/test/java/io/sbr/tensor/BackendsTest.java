package io.sbr.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This module has no backend beside it, as a program that names only the models' library. */
class BackendsTest {
  @ParameterizedTest
  @ValueSource(strings = {"auto", "cpu"})
  void withoutABackendTheLibraryThatHasThemIsNamed(String device) {
    assertThat(Backends.providers()).isEmpty();
    assertThatThrownBy(() -> Backends.choose(device, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no backend is on the class path: add the artifact io.sbr:sbr-kernels");
  }
}
