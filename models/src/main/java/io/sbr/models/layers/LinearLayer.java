package io.sbr.models.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Linear;
import io.sbr.autograd.ops.Project;
import io.sbr.models.Init;
import io.sbr.models.ParameterSet;

/**
 * x·Wᵀ + b with W {@code [out, in]} and b {@code [out]}, published as NAME.weight and NAME.bias; or
 * x·Wᵀ alone.
 */
public final class LinearLayer {
  private final Parameter weight;
  private final Parameter bias;

  /** A layer from {@code in} to {@code out} columns. */
  public LinearLayer(ParameterSet parameters, String name, int in, int out) {
    weight = parameters.uniform(name + ".weight", out, in);
    bias = parameters.uniform(name + ".bias", out);
  }

  /** A layer that begins otherwise, with a bias or without. */
  public LinearLayer(
      ParameterSet parameters, String name, int in, int out, Init init, boolean biased) {
    weight = parameters.create(name + ".weight", init, out, in);
    bias = biased ? parameters.create(name + ".bias", init, out) : null;
  }

  /** A layer with a bias as PyTorch begins one: U(±1/√in) for both. */
  public static LinearLayer torch(ParameterSet parameters, String name, int in, int out) {
    return new LinearLayer(parameters, name, in, out, Init.torch(in), true);
  }

  /** {@code [n, in]} to {@code [n, out]}. */
  public Var apply(Var x) {
    Var w = x.tape().parameter(weight);
    return bias == null ? Project.of(x, w) : Linear.of(x, w, x.tape().parameter(bias));
  }
}
