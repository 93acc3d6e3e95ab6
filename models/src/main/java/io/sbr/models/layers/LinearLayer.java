package io.sbr.models.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Linear;
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

  /** {@code [n, in]} to {@code [n, out]}. */
  public Var apply(Var x) {
    return Linear.of(x, x.tape().parameter(weight), x.tape().parameter(bias));
  }
}
