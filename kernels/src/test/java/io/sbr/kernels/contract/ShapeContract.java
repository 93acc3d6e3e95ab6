package io.sbr.kernels.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Backend;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.OptimizerKernels.AdamStep;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every operation refuses shapes that do not fit, by its name and the shapes. */
interface ShapeContract extends Comparison {
  private void assertRefused(String operation, ThrowingCallable call) {
    assertThatThrownBy(call)
        .as(operation)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(operation + ": ");
  }

  @Test
  default void denseShapesAreChecked() {
    try (Side s = new Side(backend())) {
      Backend k = backend();
      Tensor x = s.out(2, 3);
      Tensor y = s.out(3, 2);
      Tensor z = s.out(2, 2);
      assertThatThrownBy(() -> k.matmul(x, false, x, false, z, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("matmul: ")
          .hasMessageContaining("[2, 3]")
          .hasMessageContaining("[2, 2]");
      assertRefused("matmul", () -> k.matmul(x, false, y, false, x, false));
      assertRefused("matmul", () -> k.matmul(x, true, y, false, z, false));
      assertRefused("addRow", () -> k.addRow(x, s.out(1, 2), x));
      assertRefused("addRow", () -> k.addRow(x, s.out(1, 3), y));
      assertRefused("sumRows", () -> k.sumRows(x, s.out(1, 2), false));
      assertRefused("add", () -> k.add(x, y, x));
      assertRefused("add", () -> k.add(x, x, y));
      assertRefused("multiply", () -> k.multiply(x, y, x));
      assertRefused("scale", () -> k.scale(x, 2, y));
      assertRefused("sigmoid", () -> k.sigmoid(x, y));
      assertRefused("sigmoidBackward", () -> k.sigmoidBackward(x, x, y));
      assertRefused("tanh", () -> k.tanh(x, y));
      assertRefused("tanhBackward", () -> k.tanhBackward(x, y, x));
      assertRefused("copyColumns", () -> k.copyColumns(x, 2, z, 0, 2));
      assertRefused("copyColumns", () -> k.copyColumns(x, 0, z, 1, 2));
      assertRefused("copyColumns", () -> k.copyColumns(x, 0, y, 0, 1));
      assertRefused("copyColumns", () -> k.copyColumns(x, -1, z, 0, 1));
      assertRefused("copyColumns", () -> k.copyColumns(x, Integer.MAX_VALUE, z, 0, 1));
      assertRefused("copy", () -> k.copy(x, z));
    }
  }

  @Test
  default void raggedShapesAreChecked() {
    try (Side s = new Side(backend())) {
      Backend k = backend();
      Tensor x = s.out(3, 2);
      Tensor y = s.out(3, 3);
      assertRefused("gatherRows", () -> k.gatherRows(x, s.ints(0, 1), x));
      assertRefused("gatherRows", () -> k.gatherRows(x, s.ints(0, 1, 2), y));
      assertRefused("scatterAddRows", () -> k.scatterAddRows(x, s.gather(new int[] {0}, 3), x));
      assertRefused(
          "scatterAddRows", () -> k.scatterAddRows(x, s.gather(new int[] {0, 1, 1}, 2), x));
      double[][] a = {{1, 0}, {0, 1}, {1, 1}};
      assertRefused("spmm", () -> k.spmm(s.csr(a, 2), x, y));
      assertRefused("spmm", () -> k.spmm(s.csr(a, 2), s.out(2, 2), s.out(2, 2)));
      int[] offsets = {0, 1, 2};
      assertRefused("segmentSum", () -> k.segmentSum(x, s.segments(offsets), s.out(2, 2)));
      int[] three = {0, 1, 3};
      assertRefused("segmentSum", () -> k.segmentSum(x, s.segments(three), s.out(3, 2)));
      assertRefused("segmentSoftmax", () -> k.segmentSoftmax(x, s.segments(offsets), x));
      assertRefused("segmentSoftmax", () -> k.segmentSoftmax(x, s.segments(three), y));
      assertRefused(
          "segmentSoftmaxBackward", () -> k.segmentSoftmaxBackward(x, x, s.segments(offsets), x));
      assertRefused(
          "segmentSoftmaxBackward", () -> k.segmentSoftmaxBackward(x, y, s.segments(three), x));
      assertRefused("scaleRows", () -> k.scaleRows(x, s.out(2, 1), x));
      assertRefused("scaleRows", () -> k.scaleRows(x, s.out(3, 1), y));
      assertRefused("rowDots", () -> k.rowDots(x, y, s.out(3, 1)));
      assertRefused("rowDots", () -> k.rowDots(x, x, s.out(2, 1)));
    }
  }

  @Test
  default void recurrentShapesAreChecked() {
    try (Side s = new Side(backend())) {
      Backend k = backend();
      Tensor h = s.out(2, 2);
      Tensor g = s.out(2, 6);
      assertRefused("gruCell", () -> k.gruCell(g, g, h, s.out(2, 4), h));
      assertRefused("gruCell", () -> k.gruCell(g, s.out(3, 6), h, g, h));
      assertRefused("gruCell", () -> k.gruCell(g, g, h, g, s.out(2, 3)));
      assertRefused("gruCellBackward", () -> k.gruCellBackward(g, g, h, h, g, g, s.out(1, 2)));
      assertRefused("gruCellBackward", () -> k.gruCellBackward(g, g, h, h, g, h, h));
    }
  }

  @Test
  default void headShapesAreChecked() {
    try (Side s = new Side(backend())) {
      Backend k = backend();
      Scorer scorer = new Scorer.Dot(s.in(new double[4], 2, 2), s.in(new double[6], 3, 2));
      assertRefused(
          "softmaxCrossEntropy", () -> k.softmaxCrossEntropy(scorer, s.ints(0), false, s.arena()));
      Scorer none = new Scorer.Dot(s.out(0, 2), s.in(new double[6], 3, 2));
      assertRefused(
          "softmaxCrossEntropy", () -> k.softmaxCrossEntropy(none, s.ints(), true, s.arena()));
      assertRefused("ranks", () -> k.ranks(scorer, s.ints(0), s.ints(0, 0)));
      assertRefused("ranks", () -> k.ranks(scorer, s.ints(0, 0), s.ints(0)));
      Tensor two = s.out(2, 2);
      assertRefused(
          "topK", () -> k.topK(scorer, 2, s.ints(0, 0), s.ints(), s.ints(0, 0, 0, 0), two));
      assertRefused(
          "topK", () -> k.topK(scorer, 2, s.ints(0, 0, 0), s.ints(), s.ints(0, 0, 0), two));
      assertRefused(
          "topK", () -> k.topK(scorer, 0, s.ints(0, 0, 0), s.ints(), s.ints(), s.out(2, 0)));
      assertRefused("scores", () -> k.scores(scorer, two));
    }
  }

  @Test
  default void optimizerShapesAreChecked() {
    try (Side s = new Side(backend())) {
      Backend k = backend();
      Tensor w = s.in(new double[6], 3, 2);
      AdamStep step = new AdamStep(1e-3, 0.9, 0.999, 1e-8, 0, 1);
      assertRefused("adam", () -> k.adam(w, w, s.out(2, 3), List.of(), step));
      List<GradientTerm> misfits =
          List.of(
              new GradientTerm.Dense(s.out(3, 2), 1),
              new GradientTerm.Dense(s.out(3, 2), -1),
              new GradientTerm.Dense(s.out(3, 3), 0),
              new GradientTerm.Rows(s.gather(new int[] {1, 1}, 3), s.out(3, 2), 0),
              new GradientTerm.Rows(s.gather(new int[] {1, 1}, 4), s.out(2, 2), 0),
              new GradientTerm.Product(s.out(4, 3), s.out(5, 2), 0),
              new GradientTerm.Product(s.out(4, 3), s.out(4, 2), 1));
      for (GradientTerm misfit : misfits) {
        assertRefused("adam", () -> k.adam(w, w, w, List.of(misfit), step));
        assertRefused("toDense", () -> k.toDense(List.of(misfit), w));
      }
    }
  }
}
