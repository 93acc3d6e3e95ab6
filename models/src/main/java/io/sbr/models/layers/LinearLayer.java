package io.sbr.models.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Linear;
import io.sbr.models.Init;
import io.sbr.models.ParameterSet;

/**
 * x·Wᵀ + b with W {@code [out, in]} and b {@code [out]}, published as NAME.weight and NAME.bias.
 */
public final class LinearLayer {
  private final Parameter weight;
  private final Parameter bias;

  /** A layer from {@code in} to {@code out} columns. */
  public LinearLayer(ParameterSet parameters, String name, int in, int out) {
    weight = parameters.uniform(name + ".weight", out, in);
    bias = parameters.uniform(name + ".bias", out);
  }

  /** The same as PyTorch begins one: U(±1/√in) for both. */
  public static LinearLayer torch(ParameterSet parameters, String name, int in, int out) {
    return new LinearLayer(parameters, name, in, out, Init.uniform(1 / Math.sqrt(in)));
  }

  private LinearLayer(ParameterSet parameters, String name, int in, int out, Init init) {
    weight = parameters.create(name + ".weight", init, out, in);
    bias = parameters.create(name + ".bias", init, out);
  }

  /** {@code [n, in]} to {@code [n, out]}. */
  public Var apply(Var x) {
    return Linear.of(x, x.tape().parameter(weight), x.tape().parameter(bias));
  }
}
