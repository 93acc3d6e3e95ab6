package io.sbr.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the backend is found and what can be asked of it. */
class CpuProviderTest {
  @AfterEach
  void restore() {
    System.clearProperty("sbr.simd");
  }

  private static String description(int threads) {
    try (Backend backend = new CpuProvider().create(threads)) {
      return backend.description();
    }
  }

  @Test
  void serviceLoaderFindsIt() {
    try (Backend backend = Backends.choose("cpu", 1).backend()) {
      assertThat(backend.name()).isEqualTo("cpu");
    }
  }

  @Test
  void describesLoopsAndThreads() {
    assertThat(description(1)).matches("cpu \\(float32, \\d+-bit SIMD, 1 thread\\)");
    assertThat(description(3)).endsWith(", 3 threads)");
    int all = Runtime.getRuntime().availableProcessors();
    assertThat(description(0)).contains(", " + all + " thread");
    System.setProperty("sbr.simd", "plain");
    assertThat(description(2)).isEqualTo("cpu (float32, plain loops, 2 threads)");
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThatThrownBy(() -> new CpuProvider().create(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    System.setProperty("sbr.simd", "mmx");
    assertThatThrownBy(() -> new CpuProvider().create(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sbr.simd=mmx");
  }
}
