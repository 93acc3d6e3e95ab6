package io.sbr.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.kernels.cpu.loops.PlainLoops;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths of vectors whose squares single precision cannot hold. */
class CpuNormTest {
  /** Powers of two times (3, 4), whose length is exactly five: squares of up to 2^±200. */
  @ParameterizedTest
  @ValueSource(floats = {0x1p-100f, 0x1p-60f, 1, 0x1p60f, 0x1p100f})
  void neitherOverflowsNorVanishes(float size) {
    try (Backend backend = new CpuBackend(new PlainLoops(), 1);
        Arena arena = new Arena(backend)) {
      Tensor x = arena.copyOf(new float[] {3 * size, 4 * size}, 2);
      Tensor unit = arena.tensor(2);
      backend.unitVector(x, unit);
      assertThat(unit.toFloats()).containsExactly(0.6f, 0.8f);
      // Weights of the same length, so that a gradient may be half as long.
      Tensor gradient = arena.copyOf(new float[] {-4 * size, 3 * size}, 2);
      backend.clipUnits(x, gradient, 0.5, 0);
      assertThat(gradient.toFloats()).containsExactly(-2 * size, 1.5f * size);
    }
  }
}
