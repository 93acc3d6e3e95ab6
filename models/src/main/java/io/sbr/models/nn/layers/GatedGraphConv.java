package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.AddBias;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.GruCell;
import io.sbr.autograd.ops.Linear;
import io.sbr.autograd.ops.SpMM;
import io.sbr.data.batch.parts.Relation;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.ParameterSet;
import java.util.Optional;

/**
 * One step of gated message passing over the session graph (docs/models.md, section 0; Wu et al.,
 * AAAI 2019, equations 1 to 5): every node averages what its predecessors and its successors send,
 * and a GRU cell updates it.
 *
 * <pre>
 *   in  = A_in ·(H W_inᵀ  + b_in)  + b_iah
 *   out = A_out·(H W_outᵀ + b_out) + b_oah
 *   H ← GRUCell([in ; out], H)
 * </pre>
 *
 * <p>A second relation, where a variant has one, sends [in ; out] of its own beside the first's.
 */
public final class GatedGraphConv {
  private final Parameter wIh;
  private final Parameter wHh;
  private final Parameter bIh;
  private final Parameter bHh;
  private final Messages messages;
  private final Optional<Messages> more;

  /**
   * A layer for node vectors of width {@code d}.
   *
   * @param relation whose edges messages take; the batch must hold it
   * @param second another one; its parameters are named second.…
   */
  public GatedGraphConv(
      ParameterSet parameters, int d, Relation relation, Optional<Relation> second) {
    int inputs = second.isPresent() ? 4 * d : 2 * d;
    wIh = parameters.uniform("w_ih", 3 * d, inputs);
    wHh = parameters.uniform("w_hh", 3 * d, d);
    bIh = parameters.uniform("b_ih", 3 * d);
    bHh = parameters.uniform("b_hh", 3 * d);
    messages = new Messages(parameters, d, relation);
    // Published, stored and never used: it takes part in no equation and receives no gradient.
    new LinearLayer(parameters.in("linear_edge_f"), d, d);
    more = second.map(other -> new Messages(parameters.in("second"), d, other));
  }

  /** A layer with one relation. */
  public GatedGraphConv(ParameterSet parameters, int d, Relation relation) {
    this(parameters, d, relation, Optional.empty());
  }

  /** One step: node vectors h {@code [n, d]} to new ones. */
  public Var step(DeviceBatch batch, Var h) {
    Tape tape = h.tape();
    Var own = messages.to(batch, h); // [n, 2d]
    Var a = more.map(other -> Concat.of(own, other.to(batch, h))).orElse(own); // [n, 2d or 4d]
    Var gi = Linear.of(a, tape.parameter(wIh), tape.parameter(bIh)); // [n, 3d]
    Var gh = Linear.of(h, tape.parameter(wHh), tape.parameter(bHh)); // [n, 3d]
    return GruCell.of(gi, gh, h); // [n, d]
  }

  /** What nodes receive along one relation. */
  private static final class Messages {
    private final Relation relation;
    private final Parameter bIah;
    private final Parameter bOah;
    private final LinearLayer edgeIn;
    private final LinearLayer edgeOut;

    Messages(ParameterSet parameters, int d, Relation relation) {
      this.relation = relation;
      bIah = parameters.uniform("b_iah", d);
      bOah = parameters.uniform("b_oah", d);
      edgeIn = new LinearLayer(parameters.in("linear_edge_in"), d, d);
      edgeOut = new LinearLayer(parameters.in("linear_edge_out"), d, d);
    }

    /** [in ; out], {@code [n, 2d]}. */
    Var to(DeviceBatch batch, Var h) {
      Tape tape = h.tape();
      DeviceBatch.Adjacency a = batch.adjacency(relation);
      Var in = AddBias.of(SpMM.of(a.in(), edgeIn.apply(h)), tape.parameter(bIah)); // [n, d]
      Var out = AddBias.of(SpMM.of(a.out(), edgeOut.apply(h)), tape.parameter(bOah)); // [n, d]
      return Concat.of(in, out);
    }
  }
}
