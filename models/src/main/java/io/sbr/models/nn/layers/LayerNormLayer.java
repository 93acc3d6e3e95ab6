package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.LayerNorm;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;

/** Layer normalisation, its parameters {@code weight} and {@code bias}. */
public final class LayerNormLayer {
  private static final double EPSILON = 1e-5;

  private final Parameter weight;
  private final Parameter bias;
  private final double epsilon;

  /** A layer for rows of width {@code d} with ε 1e-5 that begins as all of SR-GNN's relatives. */
  public LayerNormLayer(ParameterSet parameters, int d) {
    weight = parameters.uniform("weight", d);
    bias = parameters.uniform("bias", d);
    epsilon = EPSILON;
  }

  private LayerNormLayer(Parameter weight, Parameter bias, double epsilon) {
    this.weight = weight;
    this.bias = bias;
    this.epsilon = epsilon;
  }

  /** A layer that begins by changing nothing: weights 1, biases 0. */
  public static LayerNormLayer plain(ParameterSet parameters, int d, double epsilon) {
    return new LayerNormLayer(
        parameters.create("weight", Init.ones(), d),
        parameters.create("bias", Init.zeros(), d),
        epsilon);
  }

  /** {@code [n, d]} to {@code [n, d]}. */
  public Var apply(Var x) {
    return LayerNorm.of(x, x.tape().parameter(weight), x.tape().parameter(bias), epsilon);
  }
}
