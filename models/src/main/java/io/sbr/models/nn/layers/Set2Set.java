package io.sbr.models.nn.layers;

import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.MaskedSegmentSoftmax;
import io.sbr.autograd.ops.RowDot;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Shape;
import io.sbr.tensor.Tensor;

/**
 * One vector from a set of node vectors, whatever their order (Vinyals et al., ICLR 2016, with a
 * GRU for their LSTM, as PSR-GAT and FGNN have it): a query q is refined in several rounds, each of
 * which looks at the nodes again.
 *
 * <pre>
 *   q = GRU(q*, q)    e_v = x_v · q    a = softmax of e within the session
 *   r = Σ a_v x_v     q* = [q ; r]
 * </pre>
 */
public final class Set2Set {
  private final Gru gru;
  private final int width;
  private final int rounds;

  /**
   * A read-out of nodes of width {@code d}.
   *
   * @param parameters at the place of the GRU, which has all of them
   * @param weights initial values of the GRU's matrices
   * @param biases initial values of its biases
   */
  public Set2Set(ParameterSet parameters, int d, int rounds, Init weights, Init biases) {
    this.width = d;
    this.rounds = rounds;
    gru = new Gru(parameters, "_l0", 2 * d, d, weights, biases);
  }

  /**
   * q* after all rounds, {@code [B, 2d]}.
   *
   * @param x {@code [n, d]}
   * @param keep 1 for a node that takes part, 0 for one that does not
   */
  public Var apply(Var x, Tensor keep, Segments nodes) {
    Tape tape = x.tape();
    Var q = tape.constant(x.arena().zeros(Shape.of(nodes.count(), width)), "q"); // [B, d]
    Var both = tape.constant(x.arena().zeros(Shape.of(nodes.count(), 2 * width)), "q*"); // [B, 2d]
    Var a = null;
    for (int round = 0; round < rounds; round++) {
      q = gru.step(both, q); // [B, d]
      Var energies = RowDot.of(x, SegmentBroadcast.of(q, nodes)); // [n, 1]
      a = MaskedSegmentSoftmax.of(energies, keep, nodes); // [n, 1]
      both = Concat.of(q, SegmentSum.of(ScaleRows.of(x, a), nodes)); // [B, 2d]
    }
    Attribution.shares(Attribution.Rows.NODES, a);
    return both;
  }
}
