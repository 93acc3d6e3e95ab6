package io.sbr.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A row's result depends on no other row: alone, among others and in another order it is equal to
 * the last bit, or, for products of a backend that does not promise that, within the rounding of
 * its sums ({@link io.sbr.tensor.Backend#batchInvariant}).
 */
interface RowsStandAlone extends Comparison {
  /** Rows in, rows out: the same kernel on any choice of rows. */
  interface RowProgram {
    /** Result of the given rows, {@code [rows.length, anything]}. */
    Tensor on(Side side, int[] rows);
  }

  /** Rows of a batch: enough for several blocks and a remainder. */
  int BATCH = 133;

  /** Runs a program on all rows of a batch and on some choices of them: the bits are equal. */
  default void assertRowsStandAlone(RowProgram program) {
    forEachChoice(
        program,
        (choice, row, apart, together) ->
            assertThat(apart)
                .as("row %d among %d rows", row, choice.length)
                .containsExactly(together));
  }

  /**
   * The same for what is computed from products.
   *
   * @param bounds of the batch's results {@code [BATCH, anything]}: how far one may be from the
   *     exact number. Two of them may be twice as far apart, where the backend does not promise
   *     more
   */
  default void assertProductRowsStandAlone(RowProgram program, double[] bounds) {
    if (backend().batchInvariant()) {
      assertRowsStandAlone(program);
      return;
    }
    int width = bounds.length / BATCH;
    forEachChoice(
        program,
        (choice, row, apart, together) -> {
          double[] bound = Arrays.copyOfRange(bounds, row * width, (row + 1) * width);
          assertClose(apart, together, Bounds.times(2, bound));
        });
  }

  /** What a row gave among the rows of a choice, and what it gave in the batch. */
  interface Check {
    /** Fails unless the two are alike. */
    void check(int[] choice, int row, double[] apart, double[] together);
  }

  private void forEachChoice(RowProgram program, Check check) {
    int[] all = IntStream.range(0, BATCH).toArray();
    double[] together = tested(s -> List.of(program.on(s, all)))[0];
    int width = together.length / BATCH;
    int[] reversed = IntStream.range(0, BATCH).map(r -> BATCH - 1 - r).toArray();
    List<int[]> choices =
        List.of(reversed, new int[] {0}, new int[] {BATCH - 1}, new int[] {64, 5, 100, 7, 31});
    for (int[] choice : choices) {
      double[] apart = tested(s -> List.of(program.on(s, choice)))[0];
      for (int i = 0; i < choice.length; i++) {
        int row = choice[i];
        check.check(
            choice,
            row,
            Arrays.copyOfRange(apart, i * width, (i + 1) * width),
            Arrays.copyOfRange(together, row * width, (row + 1) * width));
      }
    }
  }

  /** The chosen rows of a matrix of {@code cols} columns. */
  static double[] pick(double[] matrix, int cols, int... rows) {
    double[] picked = new double[rows.length * cols];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(matrix, rows[i] * cols, picked, i * cols, cols);
    }
    return picked;
  }
}
