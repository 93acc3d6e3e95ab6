package io.sbr.kernels;

import io.sbr.tensor.AttentionKernels.Attention;
import io.sbr.tensor.AttentionKernels.AttentionBackward;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/** The shape rules of norms and attention, in the manner of {@link Shapes}. */
public final class LayerShapes {
  private LayerShapes() {}

  /** x {@code [n, c]}, a row of each of {@code rows}, statistics {@code [n, 2]}. */
  public static void layerNorm(String operation, Tensor x, Tensor statistics, Tensor... rows) {
    for (Tensor row : rows) {
      Shapes.row(operation, x, row);
    }
    boolean fits = statistics.rows() == x.rows() && statistics.cols() == 2;
    Shapes.require(fits, operation, x, statistics);
  }

  /**
   * q, k, v and their like {@code [n, heads·c]}, logSums {@code [n, heads]}; the segments share out
   * n rows, and the rate of dropout is in [0, 1).
   */
  public static void attention(
      String operation,
      Segments segments,
      Attention attention,
      Tensor logSums,
      Tensor q,
      Tensor... others) {
    Shapes.segments(operation, q, segments);
    Shapes.same(operation, q, others);
    heads(operation, q, attention.heads());
    boolean fits = logSums.rows() == q.rows() && logSums.cols() == attention.heads();
    Shapes.require(fits, operation, q, logSums);
    Shapes.rate(operation, attention.dropout());
  }

  /** Those of {@link AttentionBackward}. */
  public static void attentionBackward(
      Segments segments, Attention attention, AttentionBackward x) {
    attention(
        "attentionBackward",
        segments,
        attention,
        x.logSums(),
        x.q(),
        x.k(),
        x.v(),
        x.out(),
        x.dout(),
        x.dq(),
        x.dk(),
        x.dv());
  }

  /** A segment is short enough for the numbering of the dropout. */
  public static void keys(String operation, Attention attention, int keys) {
    if (attention.dropout() > 0 && keys > Attention.MAX_KEYS) {
      throw new IllegalArgumentException(
          "%s: dropout within a segment of %d rows; at most %d"
              .formatted(operation, keys, Attention.MAX_KEYS));
    }
  }

  /** x {@code [n, heads·c]}, a of size heads·c, dots {@code [n, heads]}. */
  public static void headDots(String operation, Tensor x, Tensor a, Tensor dots) {
    Shapes.row(operation, x, a);
    Shapes.require(x.rows() == dots.rows(), operation, x, dots);
    heads(operation, x, dots.cols());
  }

  /** wide {@code [n, heads·c]}, narrow {@code [n, c]}. */
  public static void headMean(String operation, Tensor wide, Tensor narrow) {
    boolean fits =
        wide.rows() == narrow.rows()
            && narrow.cols() > 0
            && wide.cols() >= narrow.cols()
            && wide.cols() % narrow.cols() == 0;
    Shapes.require(fits, operation, wide, narrow);
  }

  private static void heads(String operation, Tensor x, int heads) {
    if (heads < 1 || x.cols() % heads != 0) {
      throw new IllegalArgumentException(
          "%s: %d heads do not divide the columns of %s".formatted(operation, heads, x.shape()));
    }
  }
}
