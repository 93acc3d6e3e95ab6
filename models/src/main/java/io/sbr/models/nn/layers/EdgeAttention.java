package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.ColumnSlice;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.HeadDot;
import io.sbr.autograd.ops.Reshape;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.models.nn.DeviceBatch.EdgeList;

/**
 * What graph attention layers have in common (Veličković et al., ICLR 2018): every edge j→i gets a
 * logit from the vectors of both ends, every node sums what arrives.
 *
 * <p>H heads of C channels; a node's vector g {@code [n, H·C]} holds head after head.
 */
final class EdgeAttention {
  private EdgeAttention() {}

  /**
   * att · [g_i ; g_j] for each edge j→i and head, {@code [E, H]}: one product per node and end,
   * added per edge.
   *
   * @param att {@code [1, H, 2C or more]}: of each head C numbers for the target, C for the source
   */
  static Var logits(Var g, Parameter att, int heads, EdgeList edges) {
    int channels = g.cols() / heads;
    Var perHead = perHead(g, att, heads);
    Var ofTarget = HeadDot.of(g, ColumnSlice.of(perHead, 0, channels)); // [n, H]
    Var ofSource = HeadDot.of(g, ColumnSlice.of(perHead, channels, 2 * channels)); // [n, H]
    return Add.of(
        SegmentBroadcast.of(ofTarget, edges.byTarget()), Gather.of(ofSource, edges.sources()));
  }

  /** att as a matrix with a row for each head. */
  static Var perHead(Var g, Parameter att, int heads) {
    return Reshape.of(g.tape().parameter(att), heads, att.value().size() / heads);
  }

  /**
   * Σ α g_j over the edges j→i, head by head, {@code [n, H·C]}.
   *
   * @param alpha {@code [E, H]}
   */
  static Var arriving(Var g, Var alpha, EdgeList edges) {
    int heads = alpha.cols();
    Var sent = Gather.of(g, edges.sources()); // [E, H·C]
    int rows = sent.rows();
    Var weighted =
        ScaleRows.of(
            Reshape.of(sent, rows * heads, sent.cols() / heads),
            Reshape.of(alpha, rows * heads, 1));
    return SegmentSum.of(Reshape.of(weighted, rows, sent.cols()), edges.byTarget());
  }
}
