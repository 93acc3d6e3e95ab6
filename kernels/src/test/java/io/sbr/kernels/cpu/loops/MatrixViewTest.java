package io.sbr.kernels.cpu.loops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Elements of a matrix within an array, seen from all sides. */
class MatrixViewTest {
  /** Rows of three numbers, five apart, from index 7 on. */
  private final MatrixView matrix = MatrixView.rows(numbers(), 7, 5);

  private static float[] numbers() {
    float[] numbers = new float[40];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  private static float[] elements(MatrixView view, int rows, int cols) {
    float[] elements = new float[rows * cols];
    Arrays.fill(elements, Float.NaN);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        elements[i * cols + j] = view.array()[view.at(i, j)];
      }
    }
    return elements;
  }

  @Test
  void rowsStandAStrideApart() {
    assertThat(elements(matrix, 2, 3)).containsExactly(7, 8, 9, 12, 13, 14);
    assertThat(matrix.rowsStandTogether()).isTrue();
  }

  @Test
  void transposedHasRowsForColumns() {
    assertThat(elements(matrix.transposed(), 3, 2)).containsExactly(7, 12, 8, 13, 9, 14);
    assertThat(matrix.transposed().rowsStandTogether()).isFalse();
    assertThat(matrix.transposed().transposed()).isEqualTo(matrix);
  }

  @Test
  void aPartBeginsAtItsFirstElement() {
    assertThat(elements(matrix.from(1, 2), 2, 1)).containsExactly(14, 19);
    assertThat(elements(matrix.transposed().from(2, 1), 1, 2)).containsExactly(14, 19);
    assertThat(matrix.transposed().from(2, 1)).isEqualTo(matrix.from(1, 2).transposed());
  }
}
