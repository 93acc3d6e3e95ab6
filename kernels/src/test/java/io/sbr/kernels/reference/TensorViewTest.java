package io.sbr.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Buffer;
import io.sbr.tensor.Shape;
import io.sbr.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Views share memory; arenas give all of it back. Both need some backend to be seen. */
class TensorViewTest {
  private final ReferenceBackend backend = new ReferenceBackend();
  private final Arena arena = new Arena(backend);
  private final Tensor x = arena.copyOf(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);

  @AfterEach
  void close() {
    arena.close();
    assertThat(backend.liveBytes()).isZero();
  }

  @Test
  void aRowRangeIsTheSameMemory() {
    Tensor middle = x.rowRange(1, 2);
    assertThat(middle.toDoubles()).containsExactly(3, 4);
    assertThat(middle.shape()).isEqualTo(Shape.of(1, 2));
    backend.fill(middle, 9);
    assertThat(x.toDoubles()).containsExactly(1, 2, 9, 9, 5, 6);
    assertThat(x.rowRange(1, 3).rowRange(1, 2).toDoubles()).containsExactly(5, 6);
    assertThat(x.rowRange(3, 3).toDoubles()).isEmpty();
    assertThat(backend.liveBytes()).isEqualTo(48);
  }

  @Test
  void aReshapeIsTheSameMemory() {
    Tensor flat = x.reshape(6);
    backend.fill(flat, 7);
    assertThat(x.toDoubles()).containsOnly(7);
    assertThat(x.rowRange(1, 3).reshape(1, 4).toFloats()).hasSize(4);
  }

  @Test
  void viewsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> x.rowRange(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> x.rowRange(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> x.rowRange(0, 4)).hasMessage("rows [0, 4) of [3, 2]");
    assertThatThrownBy(() -> x.reshape(4)).hasMessage("cannot reshape [3, 2] to [4]");
    Buffer five = backend.allocate(5);
    assertThatThrownBy(() -> new Tensor(backend, five, 0, Shape.of(2, 3)))
        .hasMessageContaining("does not fit a buffer of 5");
    assertThatThrownBy(() -> new Tensor(backend, five, 3, Shape.of(3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tensor(backend, five, -1, Shape.of(3)))
        .isInstanceOf(IllegalArgumentException.class);
    backend.release(five);
  }

  @Test
  void roundsWhereTheHostIsNarrower() {
    Tensor third = arena.copyOf(new double[] {1 / 3.0}, 1);
    assertThat(third.toFloats()).containsExactly(1 / 3f);
    assertThat(third.toDoubles()).containsExactly(1 / 3.0);
    assertThat(third).hasToString("F64[1]");
  }

  @Test
  void zerosAreZeroInAFreshTensor() {
    assertThat(arena.zeros(Shape.of(2, 2)).toDoubles()).containsExactly(0, 0, 0, 0);
  }
}
