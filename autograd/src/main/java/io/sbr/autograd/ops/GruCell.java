package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.RecurrentKernels.GruBackward;
import io.sbr.tensor.Tensor;

/**
 * The elementwise part of a gated recurrent unit, from its two gate inputs (docs/models.md, section
 * 0):
 *
 * <pre>
 *   r = σ(gi_r + gh_r)   z = σ(gi_z + gh_z)   ñ = tanh(gi_n + r ⊙ gh_n)   h′ = ñ + z ⊙ (h − ñ)
 * </pre>
 *
 * <p>gi = x·w_ihᵀ + b_ih and gh = h·w_hhᵀ + b_hh are {@code [n, 3d]}, h {@code [n, d]}; both
 * products are {@link Linear}. Gradients: {@link io.sbr.tensor.RecurrentKernels#gruCellBackward}.
 */
public final class GruCell extends Operation {
  private final Var gi;
  private final Var gh;
  private final Var h;
  private final Tensor gates;

  private GruCell(Var gi, Var gh, Var h, Tensor gates) {
    super("gru cell", gi, gh, h);
    this.gi = gi;
    this.gh = gh;
    this.h = h;
    this.gates = gates;
  }

  /** The new state h′, {@code [n, d]}. */
  public static Var of(Var gi, Var gh, Var h) {
    Tensor gates = h.arena().tensor(gi.value().shape());
    Tensor next = h.arena().tensor(h.value().shape());
    h.backend().gruCell(gi.value(), gh.value(), h.value(), gates, next);
    return new GruCell(gi, gh, h, gates).output(next);
  }

  @Override
  protected void backward(Var next) {
    Tensor dgi = h.arena().tensor(gi.value().shape());
    Tensor dgh = h.arena().tensor(gh.value().shape());
    Tensor dh = h.arena().tensor(h.value().shape());
    h.backend()
        .gruCellBackward(
            new GruBackward(gates, gh.value(), h.value(), next.gradient(), dgi, dgh, dh));
    gi.accumulateGradient(dgi);
    gh.accumulateGradient(dgh);
    h.accumulateGradient(dh);
  }
}
