package io.sbr.kernels;

import io.sbr.tensor.AllowSets;
import io.sbr.tensor.Csr;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Ints;
import io.sbr.tensor.RecurrentKernels.GruBackward;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The shape rules of the contract, one method per operation, shared by all backends so that each
 * refuses the same calls with the same words. Every method throws {@link IllegalArgumentException}
 * naming the operation and the shapes that do not fit.
 */
public final class Shapes {
  private Shapes() {}

  /** A host array of {@code length} values goes to or comes from a tensor or vector. */
  public static void transfer(String operation, int length, int size) {
    if (length != size) {
      throw new IllegalArgumentException(
          operation + ": a host array of " + length + " for " + size + " elements");
    }
  }

  /** Both hold the same number of elements. */
  public static void sameSize(String operation, Tensor a, Tensor b) {
    require(a.size() == b.size(), operation, a, b);
  }

  /** All are matrices of the same rows and columns. */
  public static void same(String operation, Tensor first, Tensor... others) {
    for (Tensor other : others) {
      require(
          first.rows() == other.rows() && first.cols() == other.cols(), operation, first, other);
    }
  }

  /** op(a) {@code [m, k]} · op(b) {@code [k, n]} = out {@code [m, n]}. */
  public static void matmul(
      Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
    int m = transposeA ? a.cols() : a.rows();
    int k = transposeA ? a.rows() : a.cols();
    int n = transposeB ? b.rows() : b.cols();
    if (k != (transposeB ? b.cols() : b.rows()) || out.rows() != m || out.cols() != n) {
      throw new IllegalArgumentException(
          "matmul: %s%s times %s%s into %s"
              .formatted(
                  a.shape(), transposeA ? "ᵀ" : "", b.shape(), transposeB ? "ᵀ" : "", out.shape()));
    }
  }

  /** A row of as many elements as x has columns. */
  public static void row(String operation, Tensor x, Tensor row) {
    require(row.size() == x.cols(), operation, x, row);
  }

  /** One element for each row of x. */
  public static void perRow(String operation, Tensor x, Tensor column) {
    require(column.size() == x.rows(), operation, x, column);
  }

  /** {@code width} columns exist on both sides, and the rows agree. */
  public static void copyColumns(
      Tensor source, int sourceColumn, Tensor target, int targetColumn, int width) {
    boolean fits =
        width >= 0
            && sourceColumn >= 0
            && targetColumn >= 0
            && sourceColumn <= source.cols() - width
            && targetColumn <= target.cols() - width;
    if (!fits || source.rows() != target.rows()) {
      throw new IllegalArgumentException(
          "copyColumns: %d columns from %d of %s to %d of %s"
              .formatted(width, sourceColumn, source.shape(), targetColumn, target.shape()));
    }
  }

  /** One row of out for each index, as wide as the table. */
  public static void gatherRows(Tensor table, Ints indices, Tensor out) {
    if (out.rows() != indices.length() || out.cols() != table.cols()) {
      throw new IllegalArgumentException(
          "gatherRows: %d rows of %s into %s"
              .formatted(indices.length(), table.shape(), out.shape()));
    }
  }

  /** values {@code [index.count(), c]} into out {@code [index.tableRows, c]}. */
  public static void scatterAddRows(Tensor values, RowGather index, Tensor out) {
    if (values.rows() != index.count()
        || out.rows() != index.tableRows()
        || values.cols() != out.cols()) {
      throw new IllegalArgumentException(
          "scatterAddRows: %s into %s by %d indices of %d rows"
              .formatted(values.shape(), out.shape(), index.count(), index.tableRows()));
    }
  }

  /** a {@code [n, m]} sparse · x {@code [m, c]} = out {@code [n, c]}. */
  public static void spmm(Csr a, Tensor x, Tensor out) {
    if (x.rows() != a.cols() || out.rows() != a.rows() || x.cols() != out.cols()) {
      throw new IllegalArgumentException(
          "spmm: sparse [%d, %d] times %s into %s"
              .formatted(a.rows(), a.cols(), x.shape(), out.shape()));
    }
  }

  /** x has the rows that the segments share out. */
  public static void segments(String operation, Tensor x, Segments segments) {
    if (x.rows() != segments.total()) {
      throw new IllegalArgumentException(
          "%s: %s for %d segments of %d rows in all"
              .formatted(operation, x.shape(), segments.count(), segments.total()));
    }
  }

  /** x {@code [total, c]} into out {@code [count, c]}. */
  public static void segmentSum(Tensor x, Segments segments, Tensor out) {
    segments("segmentSum", x, segments);
    if (out.rows() != segments.count() || out.cols() != x.cols()) {
      throw new IllegalArgumentException(
          "segmentSum: %s in %d segments into %s"
              .formatted(x.shape(), segments.count(), out.shape()));
    }
  }

  /** x and y {@code [total, c]}, keep one for each row. */
  public static void maskedSegmentSoftmax(Tensor x, Tensor keep, Segments segments, Tensor y) {
    segments("maskedSegmentSoftmax", x, segments);
    perRow("maskedSegmentSoftmax", x, keep);
    same("maskedSegmentSoftmax", x, y);
  }

  /** One score and mark for each row, one count for each segment. */
  public static void segmentTopK(
      Tensor scores, Tensor keptBefore, Segments segments, Ints counts, Tensor keptAfter) {
    sameSize("segmentTopK", scores, keptBefore);
    sameSize("segmentTopK", scores, keptAfter);
    if (scores.size() != segments.total() || counts.length() != segments.count()) {
      throw new IllegalArgumentException(
          "segmentTopK: %s and %d counts for %d segments of %d rows in all"
              .formatted(scores.shape(), counts.length(), segments.count(), segments.total()));
    }
  }

  /** The slope of a leaky ReLU: not negative, so that the result tells the sign of the input. */
  public static void slope(String operation, double slope) {
    if (!(slope >= 0)) {
      throw new IllegalArgumentException(operation + ": slope " + slope + " is negative");
    }
  }

  /** The rate of a dropout: in [0, 1). */
  public static void rate(String operation, double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(operation + ": rate " + rate + " is not in [0, 1)");
    }
  }

  /** x {@code [steps·n, c]} beside one step of it, {@code [n, c]}; at least one step. */
  public static void steps(String operation, Tensor x, int steps, Tensor one) {
    boolean fits = steps >= 1 && x.rows() == (long) steps * one.rows() && x.cols() == one.cols();
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: %s as %d steps of %s".formatted(operation, x.shape(), steps, one.shape()));
    }
  }

  /** Gate matrices {@code [n, 3d]} beside states {@code [n, d]}. */
  public static void gru(String operation, Tensor state, Tensor... gates) {
    for (Tensor gate : gates) {
      boolean fits = gate.rows() == state.rows() && gate.cols() == 3 * state.cols();
      require(fits, operation, state, gate);
    }
  }

  /** Those of {@link GruBackward}. */
  public static void gruBackward(GruBackward x) {
    same("gruCellBackward", x.h(), x.dout(), x.dh());
    gru("gruCellBackward", x.h(), x.gates(), x.gh(), x.dgi(), x.dgh());
  }

  /** One target and one weight for each session. */
  public static void softmaxCrossEntropy(Scorer scorer, Ints targets, Tensor weights) {
    if (targets.length() != scorer.sessionCount() || weights.size() != scorer.sessionCount()) {
      throw new IllegalArgumentException(
          "softmaxCrossEntropy: %d targets and weights %s for %d sessions"
              .formatted(targets.length(), weights.shape(), scorer.sessionCount()));
    }
  }

  /** scores and gradient {@code [B, C]}, C at least {@code least} and B; a number for each row. */
  public static void sampled(
      String operation, Tensor scores, Tensor weights, Tensor losses, Tensor gradient, int least) {
    same(operation, scores, gradient);
    perRow(operation, scores, weights);
    perRow(operation, scores, losses);
    if (scores.cols() < Math.max(least, scores.rows())) {
      throw new IllegalArgumentException(
          "%s: %s has %d columns for the targets of %d rows"
              .formatted(operation, scores.shape(), scores.cols(), scores.rows()));
    }
  }

  /** values {@code [index.count(), c]} for a parameter {@code [index.tableRows, c]}. */
  public static void gatheredRows(
      String operation, Tensor parameter, RowGather index, Tensor values) {
    if (values.rows() != index.count()
        || parameter.rows() != index.tableRows()
        || values.cols() != parameter.cols()) {
      throw new IllegalArgumentException(
          "%s: %s for %s by %d indices of %d rows"
              .formatted(
                  operation, values.shape(), parameter.shape(), index.count(), index.tableRows()));
    }
  }

  /** One sum for each session. */
  public static void logSums(Scorer scorer, Tensor sums) {
    if (sums.size() != scorer.sessionCount()) {
      throw new IllegalArgumentException(
          "logSums: %s for %d sessions".formatted(sums.shape(), scorer.sessionCount()));
    }
  }

  /** One session and one rank for each target. */
  public static void ranks(Ints sessions, Ints targets, Ints ranks) {
    if (sessions.length() != targets.length() || ranks.length() != targets.length()) {
      throw new IllegalArgumentException(
          "ranks: %d ranks and %d sessions for %d targets"
              .formatted(ranks.length(), sessions.length(), targets.length()));
    }
  }

  /** offsets {@code [B + 1]}, items {@code [B·k]}, scores {@code [B, k]}, k at least 1. */
  public static void topK(Scorer scorer, int k, Ints excludedOffsets, Ints items, Tensor scores) {
    topK(scorer, k, items, scores);
    if (excludedOffsets.length() != scorer.sessionCount() + 1) {
      throw new IllegalArgumentException(
          "topK: %d exclusion offsets for %d sessions"
              .formatted(excludedOffsets.length(), scorer.sessionCount()));
    }
  }

  /** A set for each session, sets in words of their own, at least one. */
  public static void allowed(Scorer scorer, AllowSets allowed) {
    int words = AllowSets.words(scorer.itemCount());
    if (allowed.ofSession().length() != scorer.sessionCount()
        || words == 0
        || allowed.words().length() % words != 0) {
      throw new IllegalArgumentException(
          "topK: sets of %d sessions in %d words for %d sessions and %d items"
              .formatted(
                  allowed.ofSession().length(),
                  allowed.words().length(),
                  scorer.sessionCount(),
                  scorer.itemCount()));
    }
  }

  /** Number of sets, for backends that look at their numbers. */
  public static int sets(Scorer scorer, AllowSets allowed) {
    return allowed.words().length() / AllowSets.words(scorer.itemCount());
  }

  /** items {@code [B·k]}, scores {@code [B, k]}, k at least 1. */
  public static void topK(Scorer scorer, int k, Ints items, Tensor scores) {
    int sessions = scorer.sessionCount();
    if (k < 1
        || items.length() != (long) sessions * k
        || scores.rows() != sessions
        || scores.cols() != k) {
      throw new IllegalArgumentException(
          "topK: k %d of %d sessions into %d items and scores %s"
              .formatted(k, sessions, items.length(), scores.shape()));
    }
  }

  /** scores {@code [B, N]}. */
  public static void scores(Scorer scorer, Tensor scores) {
    if (scores.rows() != scorer.sessionCount() || scores.cols() != scorer.itemCount()) {
      throw new IllegalArgumentException(
          "scores: %d sessions and %d items into %s"
              .formatted(scorer.sessionCount(), scorer.itemCount(), scores.shape()));
    }
  }

  /**
   * Every session of a target attention has a node or padding to attend to, for backends that look
   * at offsets anyway.
   *
   * @param padded whether a session has padding
   */
  public static void nodes(int[] offsets, int sessions, IntPredicate padded) {
    for (int b = 0; b < sessions; b++) {
      if (offsets[b + 1] <= offsets[b] && !padded.test(b)) {
        throw new IllegalArgumentException(
            "target attention: session " + b + " has neither node nor padding");
      }
    }
  }

  /** Used items ascend within a session and exist, for backends that look at them anyway. */
  public static void usage(int[] offsets, int[] items, int sessions, int itemCount) {
    listed("usage-scaled scores", offsets, items, sessions, itemCount);
  }

  /** The same of items that a session lists for another reason. */
  public static void listed(
      String operation, int[] offsets, int[] items, int sessions, int itemCount) {
    for (int b = 0; b < sessions; b++) {
      for (int e = offsets[b]; e < offsets[b + 1]; e++) {
        index(operation, items[e], itemCount);
        if (e > offsets[b] && items[e] <= items[e - 1]) {
          throw new IllegalArgumentException(
              "%s: item %d follows %d in session %d"
                  .formatted(operation, items[e], items[e - 1], b));
        }
      }
    }
  }

  /** A target whose score is given has no gradient, and so is none that a loss may ask for. */
  public static IllegalArgumentException givenTarget(int target, int session) {
    return new IllegalArgumentException(
        "softmaxCrossEntropy: the score of item %d, the target of session %d, is given"
            .formatted(target, session));
  }

  /** Each term lies within a parameter of the shape of {@code parameter}. */
  public static void gradient(String operation, List<GradientTerm> terms, Tensor parameter) {
    for (GradientTerm term : terms) {
      Extent extent = term.accept(EXTENT);
      int rows = extent.rows;
      boolean inside = term.firstRow() >= 0 && term.firstRow() <= parameter.rows() - rows;
      if (!inside || !extent.consistent || extent.cols != parameter.cols()) {
        throw new IllegalArgumentException(
            "%s: a %s gradient [%d, %d]%s from row %d for a parameter %s"
                .formatted(
                    operation,
                    term.getClass().getSimpleName(),
                    rows,
                    extent.cols,
                    extent.consistent ? "" : " of factors that disagree",
                    term.firstRow(),
                    parameter.shape()));
      }
    }
  }

  /**
   * What a term covers.
   *
   * @param consistent whether its parts agree with each other
   */
  private record Extent(int rows, int cols, boolean consistent) {}

  private static final GradientTerm.Visitor<Extent> EXTENT =
      new GradientTerm.Visitor<>() {
        @Override
        public Extent dense(GradientTerm.Dense term) {
          return new Extent(term.values().rows(), term.values().cols(), true);
        }

        @Override
        public Extent rows(GradientTerm.Rows term) {
          boolean consistent = term.values().rows() == term.index().count();
          return new Extent(term.index().tableRows(), term.values().cols(), consistent);
        }

        @Override
        public Extent product(GradientTerm.Product term) {
          boolean consistent = term.left().rows() == term.right().rows();
          return new Extent(term.left().cols(), term.right().cols(), consistent);
        }

        @Override
        public Extent tiled(GradientTerm.Tiled term) {
          return new Extent(term.tiles().rows(), term.tiles().cols(), true);
        }
      };

  /** {@code 0 <= index < bound}, for backends that look at indices anyway. */
  public static int index(String operation, int index, int bound) {
    if (index < 0 || index >= bound) {
      throw new IllegalArgumentException(
          operation + ": index " + index + " is not in [0, " + bound + ")");
    }
    return index;
  }

  static void require(boolean fits, String operation, Tensor a, Tensor b) {
    if (!fits) {
      throw new IllegalArgumentException(
          operation + ": " + a.shape() + " and " + b.shape() + " do not fit");
    }
  }
}
