package io.sbr.kernels.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.kernels.cpu.CpuBackend;
import io.sbr.kernels.cpu.loops.PlainLoops;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Shape;
import io.sbr.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool gives arrays back, bounded waste, and no access after a release. */
class CpuMemoryTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 80, 81, 100, 127, 128, 129, 4097, 10_000_000, 2147483647})
  void capacitiesHoldWhatIsAskedForAndLittleMore(int elements) {
    int capacity = CpuMemory.capacity(elements);
    assertThat(capacity).isGreaterThanOrEqualTo(Math.min(elements, Integer.MAX_VALUE - 16));
    assertThat(capacity).isLessThanOrEqualTo((int) Math.max(64, elements * 1.0625));
    assertThat(CpuMemory.capacity(capacity)).isEqualTo(capacity);
  }

  @Test
  void aStepOfSimilarSizesReusesTheArraysOfTheLast() {
    CpuMemory memory = new CpuMemory();
    float[] first = memory.borrow(1000);
    memory.giveBack(first);
    assertThat(memory.borrow(990)).isSameAs(first);
    assertThat(memory.borrow(990)).isNotSameAs(first);
  }

  @Test
  void aSomewhatLargerArrayServesButNotOneOfTwiceTheLength() {
    CpuMemory memory = new CpuMemory();
    float[] first = memory.borrow(1000);
    memory.giveBack(first);
    assertThat(memory.borrow(500)).isNotSameAs(first);
    assertThat(memory.borrow(800)).isSameAs(first);
  }

  @Test
  void theSmallestArrayThatServesIsTaken() {
    CpuMemory memory = new CpuMemory();
    float[] large = memory.borrow(1000);
    float[] small = memory.borrow(900);
    memory.giveBack(small);
    memory.giveBack(large);
    assertThat(memory.borrow(890)).isSameAs(small);
    assertThat(memory.borrow(890)).isSameAs(large);
  }

  @Test
  void aLargerArrayTakesThePlaceOfASmallerOne() {
    CpuMemory memory = new CpuMemory();
    float[] small = memory.borrow(1000);
    float[] other = memory.borrow(500);
    memory.giveBack(small);
    memory.giveBack(other);
    float[] large = memory.borrow(1200);
    memory.giveBack(large);
    assertThat(memory.borrow(1000)).isSameAs(large);
    assertThat(memory.borrow(1000)).isNotSameAs(small);
    assertThat(memory.borrow(500)).isSameAs(other);
  }

  @Test
  void anArrayThatNobodyWantsForLongIsForgotten() {
    CpuMemory memory = new CpuMemory();
    float[] wanted = memory.borrow(1000);
    float[] unwanted = memory.borrow(2000);
    memory.giveBack(wanted);
    memory.giveBack(unwanted);
    for (int step = 0; step < 150_000; step++) {
      memory.giveBack(memory.borrow(1000));
    }
    assertThat(memory.borrow(1000)).isSameAs(wanted);
    assertThat(memory.borrow(2000)).isNotSameAs(unwanted);
  }

  @Test
  void neighbouringSizeClassesAreNotMixed() {
    CpuMemory memory = new CpuMemory();
    for (int n = 1; n < 5000; n++) {
      float[] array = memory.borrow(n);
      assertThat(array.length).isGreaterThanOrEqualTo(n);
      memory.giveBack(array);
    }
  }

  @Test
  void releasedTensorsCannotBeRead() {
    try (Backend backend = new CpuBackend(new PlainLoops(), 1)) {
      Arena arena = new Arena(backend);
      Tensor x = arena.zeros(Shape.of(3));
      arena.close();
      assertThatThrownBy(x::toFloats).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void buffersOfAnotherBackendAreRefused() {
    try (Backend cpu = new CpuBackend(new PlainLoops(), 1);
        Backend other = new ReferenceBackend();
        Arena arena = new Arena(other)) {
      Tensor x = arena.zeros(Shape.of(3));
      assertThatThrownBy(() -> cpu.scale(x, 2, x))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another backend");
    }
  }
}
