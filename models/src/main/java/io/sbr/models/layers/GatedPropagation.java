package io.sbr.models.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.AddRow;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.GruCell;
import io.sbr.autograd.ops.Linear;
import io.sbr.autograd.ops.SpMM;
import io.sbr.data.Relation;
import io.sbr.models.DeviceBatch;
import io.sbr.models.ParameterSet;

/**
 * One step of gated message passing over the session graph (spec/models.md, section 0; Wu et al.,
 * AAAI 2019, equations 1 to 5): every node averages what its predecessors and its successors send,
 * and a GRU cell updates it.
 *
 * <pre>
 *   in  = A_in ·(H W_inᵀ  + b_in)  + b_iah
 *   out = A_out·(H W_outᵀ + b_out) + b_oah
 *   H ← GRUCell([in ; out], H)
 * </pre>
 */
public final class GatedPropagation {
  private final Relation relation;
  private final Parameter wIh;
  private final Parameter wHh;
  private final Parameter bIh;
  private final Parameter bHh;
  private final Parameter bIah;
  private final Parameter bOah;
  private final LinearLayer edgeIn;
  private final LinearLayer edgeOut;

  /**
   * A layer for node vectors of width {@code d}.
   *
   * @param prefix of the published names, for example {@code gnn}
   * @param relation whose edges messages take; the batch must hold it
   */
  public GatedPropagation(ParameterSet parameters, String prefix, int d, Relation relation) {
    this.relation = relation;
    wIh = parameters.uniform(prefix + ".w_ih", 3 * d, 2 * d);
    wHh = parameters.uniform(prefix + ".w_hh", 3 * d, d);
    bIh = parameters.uniform(prefix + ".b_ih", 3 * d);
    bHh = parameters.uniform(prefix + ".b_hh", 3 * d);
    bIah = parameters.uniform(prefix + ".b_iah", d);
    bOah = parameters.uniform(prefix + ".b_oah", d);
    edgeIn = new LinearLayer(parameters, prefix + ".linear_edge_in", d, d);
    edgeOut = new LinearLayer(parameters, prefix + ".linear_edge_out", d, d);
    // Published, stored and never used: it takes part in no equation and receives no gradient.
    new LinearLayer(parameters, prefix + ".linear_edge_f", d, d);
  }

  /** One step: node vectors h {@code [n, d]} to new ones. */
  public Var step(DeviceBatch batch, Var h) {
    Tape tape = h.tape();
    DeviceBatch.Adjacency a = batch.adjacency(relation);
    Var in = AddRow.of(SpMM.of(a.in(), edgeIn.apply(h)), tape.parameter(bIah)); // [n, d]
    Var out = AddRow.of(SpMM.of(a.out(), edgeOut.apply(h)), tape.parameter(bOah)); // [n, d]
    Var gi = Linear.of(Concat.of(in, out), tape.parameter(wIh), tape.parameter(bIh)); // [n, 3d]
    Var gh = Linear.of(h, tape.parameter(wHh), tape.parameter(bHh)); // [n, 3d]
    return GruCell.of(gi, gh, h); // [n, d]
  }
}
