package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.LayerNorm;
import io.sbr.models.nn.ParameterSet;

/** Layer normalisation with ε 1e-5, its parameters {@code weight} and {@code bias}. */
public final class LayerNormLayer {
  private static final double EPSILON = 1e-5;

  private final Parameter weight;
  private final Parameter bias;

  /** A layer for rows of width {@code d}. */
  public LayerNormLayer(ParameterSet parameters, int d) {
    weight = parameters.uniform("weight", d);
    bias = parameters.uniform("bias", d);
  }

  /** {@code [n, d]} to {@code [n, d]}. */
  public Var apply(Var x) {
    return LayerNorm.of(x, x.tape().parameter(weight), x.tape().parameter(bias), EPSILON);
  }
}
