package io.sbr.models.nn.layers;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.ColumnSlice;
import io.sbr.autograd.ops.Linear;
import io.sbr.autograd.ops.Project;
import io.sbr.models.nn.Init;
import io.sbr.models.nn.ParameterSet;

/**
 * x·Wᵀ + b with W {@code [out, in]} and b {@code [out]}, named {@code weight} and {@code bias}; or
 * x·Wᵀ alone.
 */
public final class LinearLayer {
  private final Parameter weight;
  private final Parameter bias;

  /** A layer from {@code in} to {@code out} columns. */
  public LinearLayer(ParameterSet parameters, int in, int out) {
    weight = parameters.uniform("weight", out, in);
    bias = parameters.uniform("bias", out);
  }

  /** A layer that begins otherwise, with a bias or without. */
  public LinearLayer(ParameterSet parameters, int in, int out, Init init, boolean biased) {
    weight = parameters.create("weight", init, out, in);
    bias = biased ? parameters.create("bias", init, out) : null;
  }

  private LinearLayer(Parameter weight, Parameter bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /** A layer with a bias as transformers begin one: N(0, deviation²), the bias 0. */
  public static LinearLayer normal(ParameterSet parameters, int in, int out, double deviation) {
    return new LinearLayer(
        parameters.create("weight", Init.normal(deviation), out, in),
        parameters.create("bias", Init.zeros(), out));
  }

  /** A layer with a bias as PyTorch begins one: U(±1/√in) for both. */
  public static LinearLayer torch(ParameterSet parameters, int in, int out) {
    return new LinearLayer(parameters, in, out, Init.torch(in), true);
  }

  /** W. */
  public Parameter weight() {
    return weight;
  }

  /** {@code [n, in]} to {@code [n, out]}. */
  public Var apply(Var x) {
    Var w = x.tape().parameter(weight);
    return bias == null ? Project.of(x, w) : Linear.of(x, w, x.tape().parameter(bias));
  }

  /**
   * What some columns of the input add to the output, {@code [n, out]}: without the bias.
   *
   * @param x {@code [n, columns]}
   * @param from first column of the input that x stands for
   */
  Var part(Var x, int from) {
    Var w = x.tape().parameter(weight);
    return Project.of(x, ColumnSlice.of(w, from, from + x.cols()));
  }

  /** Shows the bias, if there is one. */
  void observeBias(Tape tape, String name) {
    if (bias != null) {
      tape.observe(name, () -> tape.parameter(bias));
    }
  }
}
