package io.sbr.kernels.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.AllowSets;
import io.sbr.tensor.AttentionKernels.Attention;
import io.sbr.tensor.AttentionKernels.AttentionBackward;
import io.sbr.tensor.Backend;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Ints;
import io.sbr.tensor.OptimizerKernels.AdamStep;
import io.sbr.tensor.RecurrentKernels.GruBackward;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.Ties;
import java.util.List;
import java.util.Optional;
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
      assertRefused("leakyRelu", () -> k.leakyRelu(x, 0.1, y));
      assertRefused("leakyRelu", () -> k.leakyRelu(x, -0.1, x));
      assertRefused("leakyReluBackward", () -> k.leakyReluBackward(x, y, 0.1, x));
      assertRefused("leakyReluBackward", () -> k.leakyReluBackward(x, x, Double.NaN, x));
      assertRefused("gelu", () -> k.gelu(x, y));
      assertRefused("geluBackward", () -> k.geluBackward(x, y, x));
      assertRefused("maxOverTime", () -> k.maxOverTime(x, 2, s.out(2, 3)));
      assertRefused("maxOverTime", () -> k.maxOverTime(x, 2, s.out(1, 2)));
      assertRefused("maxOverTime", () -> k.maxOverTime(s.out(0, 3), 0, s.out(2, 3)));
      assertRefused("maxOverTimeBackward", () -> k.maxOverTimeBackward(x, 1, s.out(1, 3), x));
      assertRefused("maxOverTimeBackward", () -> k.maxOverTimeBackward(x, 1, x, y));
      assertRefused("dropout", () -> k.dropout(x, 0.1, 1, 1, y));
      assertRefused("dropout", () -> k.dropout(x, 1, 1, 1, x));
      assertRefused("dropout", () -> k.dropout(x, -0.1, 1, 1, x));
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
      Tensor column = s.out(3, 1);
      assertRefused(
          "maskedSegmentSoftmax",
          () -> k.maskedSegmentSoftmax(x, s.out(2, 1), s.segments(three), x));
      assertRefused(
          "maskedSegmentSoftmax", () -> k.maskedSegmentSoftmax(x, column, s.segments(offsets), x));
      assertRefused(
          "maskedSegmentSoftmax", () -> k.maskedSegmentSoftmax(x, column, s.segments(three), y));
      assertRefused(
          "segmentTopK", () -> k.segmentTopK(column, column, s.segments(three), s.ints(1), column));
      assertRefused(
          "segmentTopK",
          () -> k.segmentTopK(column, column, s.segments(offsets), s.ints(1, 1), column));
      assertRefused(
          "segmentTopK", () -> k.segmentTopK(column, x, s.segments(three), s.ints(1, 1), column));
      assertRefused(
          "segmentTopK", () -> k.segmentTopK(column, column, s.segments(three), s.ints(1, 1), x));
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
      assertRefused(
          "gruCellBackward",
          () -> k.gruCellBackward(new GruBackward(g, g, h, h, g, g, s.out(1, 2))));
      assertRefused(
          "gruCellBackward", () -> k.gruCellBackward(new GruBackward(g, g, h, h, g, h, h)));
    }
  }

  @Test
  default void normShapesAreChecked() {
    try (Side s = new Side(backend())) {
      Backend k = backend();
      Tensor x = s.out(2, 3);
      Tensor row = s.out(1, 3);
      Tensor stats = s.out(2, 2);
      assertRefused("layerNorm", () -> k.layerNorm(x, s.out(1, 2), row, 1e-5, stats, x));
      assertRefused("layerNorm", () -> k.layerNorm(x, row, s.out(1, 2), 1e-5, stats, x));
      assertRefused("layerNorm", () -> k.layerNorm(x, row, row, 1e-5, s.out(2, 1), x));
      assertRefused("layerNorm", () -> k.layerNorm(x, row, row, 1e-5, stats, stats));
      assertRefused(
          "layerNormBackward", () -> k.layerNormBackward(x, row, stats, row, x, row, row));
      assertRefused(
          "layerNormBackward", () -> k.layerNormBackward(x, row, stats, x, stats, row, row));
      assertRefused(
          "layerNormBackward", () -> k.layerNormBackward(x, row, stats, x, x, stats, row));
      assertRefused(
          "layerNormBackward", () -> k.layerNormBackward(x, row, stats, x, x, row, stats));
      assertRefused("unitVector", () -> k.unitVector(x, row));
      assertRefused("unitVectorBackward", () -> k.unitVectorBackward(x, row, x, x));
      assertRefused("unitVectorBackward", () -> k.unitVectorBackward(x, x, row, x));
      assertRefused("unitVectorBackward", () -> k.unitVectorBackward(x, x, x, row));
    }
  }

  @Test
  default void attentionShapesAreChecked() {
    try (Side s = new Side(backend())) {
      Backend k = backend();
      Segments all = s.segments(new int[] {0, 3});
      Segments two = s.segments(new int[] {0, 2});
      Tensor x = s.out(3, 4);
      Tensor y = s.out(3, 3);
      Tensor sums = s.out(3, 2);
      Attention how = Attention.of(2, false);
      assertRefused("attention", () -> k.attention(x, y, x, all, how, sums, x));
      assertRefused("attention", () -> k.attention(x, x, y, all, how, sums, x));
      assertRefused("attention", () -> k.attention(x, x, x, two, how, sums, x));
      assertRefused("attention", () -> k.attention(x, x, x, all, how, y, x));
      assertRefused("attention", () -> k.attention(x, x, x, all, how, sums, y));
      assertRefused("attention", () -> k.attention(y, y, y, all, how, sums, y));
      Attention none = Attention.of(0, false);
      assertRefused("attention", () -> k.attention(x, x, x, all, none, s.out(3, 0), x));
      Attention always = new Attention(2, false, 1, 0, 0);
      assertRefused("attention", () -> k.attention(x, x, x, all, always, sums, x));
      assertRefused(
          "attentionBackward",
          () -> k.attentionBackward(all, how, new AttentionBackward(x, x, x, sums, x, y, x, x, x)));
      assertRefused(
          "attentionBackward",
          () -> k.attentionBackward(all, how, new AttentionBackward(x, x, x, sums, x, x, x, x, y)));
      assertRefused("headDots", () -> k.headDots(x, s.out(1, 3), sums));
      assertRefused("headDots", () -> k.headDots(x, s.out(1, 4), s.out(2, 2)));
      assertRefused("headDots", () -> k.headDots(x, s.out(1, 4), y));
      Tensor a = s.out(2, 2);
      assertRefused("headDotsBackward", () -> k.headDotsBackward(x, a, y, x, a));
      assertRefused("headDotsBackward", () -> k.headDotsBackward(x, a, sums, y, a));
      assertRefused("headDotsBackward", () -> k.headDotsBackward(x, a, sums, x, y));
      assertRefused("headMean", () -> k.headMean(x, y));
      assertRefused("headMean", () -> k.headMean(x, s.out(2, 2)));
      assertRefused("headMeanBackward", () -> k.headMeanBackward(x, sums));
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
      assertRefused(
          "ranks", () -> k.ranks(scorer, Ties.ORDERED, s.ints(0), s.ints(0, 1), s.ints(0, 0)));
      assertRefused("ranks", () -> k.ranks(scorer, s.ints(0, 0), s.ints(0)));
      Tensor two = s.out(2, 2);
      assertRefused(
          "topK", () -> k.topK(scorer, 2, s.ints(0, 0), s.ints(), s.ints(0, 0, 0, 0), two));
      assertRefused(
          "topK", () -> k.topK(scorer, 2, s.ints(0, 0, 0), s.ints(), s.ints(0, 0, 0), two));
      assertRefused(
          "topK", () -> k.topK(scorer, 0, s.ints(0, 0, 0), s.ints(), s.ints(), s.out(2, 0)));
      for (AllowSets sets :
          List.of(
              new AllowSets(s.ints(0), s.ints(7)), // one session of two
              new AllowSets(s.ints(0, 0), s.ints()), // no set
              new AllowSets(s.ints(0, 1), s.ints(7)), // sets that are not there
              new AllowSets(s.ints(0, -1), s.ints(7)))) {
        assertRefused(
            "topK",
            () ->
                k.topK(
                    scorer,
                    2,
                    s.ints(0, 0, 0),
                    s.ints(),
                    Optional.of(sets),
                    s.ints(0, 0, 0, 0),
                    two));
      }
      Scorer many = new Scorer.Dot(s.in(new double[2], 1, 2), s.in(new double[66], 33, 2));
      assertRefused(
          "topK",
          () ->
              k.topK(
                  many,
                  1,
                  s.ints(0, 0),
                  s.ints(),
                  Optional.of(new AllowSets(s.ints(0), s.ints(1, 2, 3))), // a set and a half
                  s.ints(0),
                  s.out(1, 1)));
      Ints rows = s.ints(0, 1);
      assertRefused(
          "ranks",
          () -> k.ranksAndTopK(scorer, Ties.ORDERED, rows, s.ints(0), rows, 2, s.ints(0), two));
      assertRefused(
          "topK",
          () -> k.ranksAndTopK(scorer, Ties.ORDERED, rows, rows, s.ints(0, 0), 2, rows, two));
      assertRefused("scores", () -> k.scores(scorer, two));
      assertRefused("dot scores", () -> new Scorer.Dot(two, s.out(2, 3)));
    }
  }

  @Test
  default void optimizerShapesAreChecked() {
    try (Side s = new Side(backend())) {
      Backend k = backend();
      Tensor w = s.in(new double[6], 3, 2);
      AdamStep step = new AdamStep(1e-3, 0.9, 0.999, 1e-8, 0, 1);
      assertRefused("adam", () -> k.adam(w, w, s.out(2, 3), List.of(), step));
      assertRefused("clipUnits", () -> k.clipUnits(w, s.out(2, 3), 0.01, 1e-3));
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
