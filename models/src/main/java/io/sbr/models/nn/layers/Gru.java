package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.GruCell;
import io.sbr.autograd.ops.GruSequence;
import io.sbr.autograd.ops.Linear;
import io.sbr.autograd.ops.Project;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;
import java.util.Optional;

/** A gated recurrent unit in PyTorch's form (docs/models.md, section 0), with biases or without. */
public final class Gru implements RecurrentUnit {
  private final Parameter wIh;
  private final Parameter wHh;
  private final Parameter bIh;
  private final Parameter bHh;

  /**
   * A unit of state width {@code d}.
   *
   * @param suffix of the published names, for example {@code _l0}
   * @param in width of the input
   * @param weights initial values of both matrices
   * @param biases initial values of both biases, or null for a unit without
   */
  public Gru(ParameterSet parameters, String suffix, int in, int d, Init weights, Init biases) {
    wIh = parameters.create("weight_ih" + suffix, weights, 3 * d, in);
    wHh = parameters.create("weight_hh" + suffix, weights, 3 * d, d);
    boolean biased = biases != null;
    bIh = biased ? parameters.create("bias_ih" + suffix, biases, 3 * d) : null;
    bHh = biased ? parameters.create("bias_hh" + suffix, biases, 3 * d) : null;
  }

  @Override
  public Var step(Var x, Var h) {
    return GruCell.of(gates(x, wIh, bIh), gates(h, wHh, bHh), h);
  }

  /** {@inheritDoc} One product for the inputs of all steps. */
  @Override
  public Var sequence(Var x, int[] counts) {
    Tape tape = x.tape();
    return GruSequence.of(
        gates(x, wIh, bIh),
        tape.parameter(wHh),
        Optional.ofNullable(bHh).map(tape::parameter),
        new GruSequence.Steps(counts));
  }

  private static Var gates(Var x, Parameter weight, Parameter bias) {
    Tape tape = x.tape();
    return bias == null
        ? Project.of(x, tape.parameter(weight))
        : Linear.of(x, tape.parameter(weight), tape.parameter(bias)); // [n, 3d]
  }
}
