package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016): y[r, :] = x̂[r, :] ⊙ weight + bias, x̂ = (x −
 * μ_r)·ρ_r, ρ_r = 1/√(var_r + ε), with the mean and the biased variance of row r; x and y {@code
 * [n, c]}, weight and bias of size c.
 *
 * <p>Gradients, with a = dy ⊙ weight: dx = ρ(a − mean(a) − x̂ · mean(a ⊙ x̂)), dweight = Σ_r dy ⊙
 * x̂, dbias = Σ_r dy.
 */
public final class LayerNorm extends Operation {
  private final Var x;
  private final Var weight;
  private final Var bias;
  private final Tensor statistics;

  private LayerNorm(Var x, Var weight, Var bias, Tensor statistics) {
    super("layer norm", x, weight, bias);
    this.x = x;
    this.weight = weight;
    this.bias = bias;
    this.statistics = statistics;
  }

  /** Rows of mean 0 and variance 1, scaled and shifted by column. */
  public static Var of(Var x, Var weight, Var bias, double epsilon) {
    Tensor statistics = x.arena().tensor(x.rows(), 2);
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().layerNorm(x.value(), weight.value(), bias.value(), epsilon, statistics, y);
    return new LayerNorm(x, weight, bias, statistics).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    Tensor dweight = x.arena().tensor(weight.value().shape());
    Tensor dbias = x.arena().tensor(bias.value().shape());
    x.backend()
        .layerNormBackward(x.value(), weight.value(), statistics, y.gradient(), dx, dweight, dbias);
    x.accumulateGradient(dx);
    weight.accumulateGradient(dweight);
    bias.accumulateGradient(dbias);
  }
}
