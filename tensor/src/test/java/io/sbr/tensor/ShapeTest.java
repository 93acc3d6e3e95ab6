package io.sbr.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void isAMatrixOfTheFirstDimensionByTheOthers() {
    assertMatrix(Shape.of(), 1, 1);
    assertMatrix(Shape.of(5), 5, 1);
    assertMatrix(Shape.of(2, 3), 2, 3);
    assertMatrix(Shape.of(2, 3, 4), 2, 12);
    assertMatrix(Shape.of(0, 3), 0, 3);
    assertMatrix(Shape.of(3, 0), 3, 0);
  }

  private static void assertMatrix(Shape shape, int rows, int cols) {
    assertThat(shape.rows()).isEqualTo(rows);
    assertThat(shape.cols()).isEqualTo(cols);
    assertThat(shape.size()).isEqualTo(rows * cols);
  }

  @Test
  void keepsItsDimensionsToItself() {
    int[] dims = {2, 3};
    Shape shape = Shape.of(dims);
    dims[0] = 9;
    shape.dims()[1] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(shape).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(6));
    assertThat(shape).hasToString("[2, 3]");
    assertThat(shape.rank()).isEqualTo(2);
    assertThat(shape.dim(1)).isEqualTo(3);
    assertThat(Shape.of()).hasToString("[]");
  }

  @Test
  void refusesWhatCannotBeCounted() {
    int[][] shapes = {
      {-1},
      {2, -3},
      {65536, 65536},
      {Integer.MAX_VALUE},
      {1 << 20, 1 << 20, 1 << 30},
      {0, 65536, 65536}
    };
    for (int[] dims : shapes) {
      assertThatThrownBy(() -> Shape.of(dims))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(dims.length == 1 ? "[" + dims[0] + "]" : dims[0] + ", " + dims[1]);
    }
  }
}
