package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.Sigmoid;
import io.sbr.models.nn.ParameterSet;
import io.sbr.tensor.Segments;

/**
 * How much each click matters, given the last one (docs/models.md, section 0; Wu et al., AAAI 2019,
 * equation 6): u_t = q·σ(W₁ h_last + W₂ h_t + b). Computed once per node: clicks on the same item
 * have the same vector and so the same weight.
 */
public final class SoftAttention {
  private final LinearLayer one;
  private final LinearLayer two;
  private final Parameter three;

  /** Published as {@code linear_one}, {@code linear_two} and {@code linear_three}. */
  public SoftAttention(ParameterSet parameters, int d) {
    one = new LinearLayer(parameters.in("linear_one"), d, d);
    two = new LinearLayer(parameters.in("linear_two"), d, d);
    three = parameters.uniform("linear_three.weight", 1, d);
  }

  /**
   * One number per row, not normalised.
   *
   * @param rows which rows belong to which session
   * @param h {@code [n, d]} vectors of nodes or clicks
   * @param last {@code [B, d]} vector of each session's last click
   * @return {@code [n, 1]}
   */
  public Var energies(Segments rows, Var h, Var last) {
    Tape tape = h.tape();
    Var q1 = SegmentBroadcast.of(one.apply(last), rows); // [n, d]
    Var q2 = two.apply(h); // [n, d]
    return Project.of(Sigmoid.of(Add.of(q1, q2)), tape.parameter(three)); // [n, 1]
  }
}
