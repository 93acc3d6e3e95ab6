package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Buffer;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Shape;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory, host transfer, filling, random numbers. */
interface MemoryContract extends Comparison {
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void transfersAreExactInTheBackendsType(int size) {
    double[] values = random(size, 1);
    float[] floats = new float[size];
    IntStream.range(0, size).forEach(i -> floats[i] = (float) values[i]);
    int[] whole = Sizes.indices(size, Integer.MAX_VALUE, 2);
    try (Arena arena = new Arena(backend())) {
      assertThat(arena.copyOf(values, size).toDoubles()).isEqualTo(values);
      assertThat(arena.copyOf(floats, size).toDoubles()).isEqualTo(values);
      assertThat(arena.copyOf(values, size).toFloats()).isEqualTo(floats);
      assertThat(arena.copyOf(whole).toArray()).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void fillAndCopy(int size) {
    double[] values = random(size, 3);
    double[] exact = new double[size];
    compare(
        s -> {
          Tensor filled = s.out(size, 1);
          s.backend().fill(filled, 0.375);
          Tensor copied = s.out(size, 1);
          s.backend().copy(s.in(values), copied);
          return List.of(filled, copied);
        },
        exact,
        exact);
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void uniformDrawsPhiloxNumbers(int size) {
    long seed = 0x0123_4567_89AB_CDEFL;
    long stream = 0x0FED_CBA9_8765_4321L;
    double[] got =
        tested(
            s -> {
              Tensor x = s.out(size, 1);
              s.backend().uniform(x, -0.1, 0.3, seed, stream);
              return List.of(x);
            })[0];
    double[] want = new double[size];
    for (int i = 0; i < size; i++) {
      want[i] = -0.1 + 0.4 * Philox.uniform(seed, stream, i);
    }
    // low, high − low, their product and the sum are rounded once each.
    assertClose(got, want, Bounds.constant(size, gamma(4) * (0.1 + 0.4)));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#positive")
  default void allFiniteFindsOneBadElementAnywhere(int size) {
    try (Side side = new Side(backend())) {
      assertThat(backend().allFinite(side.in(random(size, 4)))).isTrue();
      double[] bad = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
      for (int at : new int[] {0, size / 2, size - 1}) {
        double[] values = random(size, 4);
        values[at] = bad[at % 3];
        assertThat(backend().allFinite(side.in(values))).as("element %d", at).isFalse();
      }
    }
  }

  @Test
  default void nothingIsFinite() {
    try (Side side = new Side(backend())) {
      assertThat(backend().allFinite(side.in(new double[0]))).isTrue();
    }
  }

  @Test
  default void allFiniteHoldsForTheLargestNumbers() {
    try (Side side = new Side(backend())) {
      double[] large = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -0.0};
      assertThat(backend().allFinite(side.in(large))).isTrue();
    }
  }

  @Test
  default void liveBytesCountWhatIsAllocated() {
    long before = backend().liveBytes();
    Arena arena = new Arena(backend());
    arena.tensor(10, 7);
    arena.ints(5);
    arena.tensor(0);
    assertThat(backend().liveBytes() - before).isEqualTo(70L * backend().dtype().bytes() + 20);
    arena.close();
    arena.close();
    assertThat(backend().liveBytes()).isEqualTo(before);
    assertThatThrownBy(() -> arena.tensor(1)).isInstanceOf(IllegalStateException.class);
    assertThat(backend().liveBytes()).isEqualTo(before);
  }

  @Test
  default void liveBytesAreExactUnderThreads() throws Exception {
    long before = backend().liveBytes();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(t -> threads.submit(this::allocateAndReleaseOften))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(backend().liveBytes()).isEqualTo(before);
  }

  private void allocateAndReleaseOften() {
    for (int i = 0; i < 2000; i++) {
      try (Arena arena = new Arena(backend())) {
        arena.tensor(i % 50, 3);
        arena.ints(i % 70);
      }
    }
  }

  @Test
  default void releasingTwiceIsRefused() {
    Buffer buffer = backend().allocate(3);
    backend().release(buffer);
    long after = backend().liveBytes();
    assertThatThrownBy(() -> backend().release(buffer)).isInstanceOf(IllegalStateException.class);
    assertThat(backend().liveBytes()).isEqualTo(after);
  }

  @Test
  default void transfersOfAnotherLengthAreRefused() {
    try (Arena arena = new Arena(backend())) {
      Tensor x = arena.zeros(Shape.of(3));
      Ints n = arena.copyOf(new int[3]);
      assertThatThrownBy(() -> backend().write(new float[2], x)).hasMessageContaining("write");
      assertThatThrownBy(() -> backend().write(new double[4], x)).hasMessageContaining("write");
      assertThatThrownBy(() -> backend().write(new int[2], n)).hasMessageContaining("write");
      assertThatThrownBy(() -> backend().read(x, new float[2])).hasMessageContaining("read");
      assertThatThrownBy(() -> backend().read(x, new double[4])).hasMessageContaining("read");
      assertThatThrownBy(() -> backend().read(n, new int[2])).hasMessageContaining("read");
    }
  }
}
