package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y[r, c] = 1/heads · Σ_h x[r, h·C + c], the mean over heads: x {@code [n, heads·C]}, y {@code [n,
 * C]}. Gradient: dx[r, h·C + c] = dy[r, c]/heads.
 */
public final class HeadMean extends Operation {
  private final Var x;

  private HeadMean(Var x) {
    super("head mean", x);
    this.x = x;
  }

  /** One vector per row from those of its heads. */
  public static Var of(Var x, int heads) {
    if (heads < 1 || x.cols() % heads != 0) {
      throw new IllegalArgumentException("head mean: " + heads + " heads of " + x);
    }
    Tensor y = x.arena().tensor(x.rows(), x.cols() / heads);
    x.backend().headMean(x.value(), y);
    return new HeadMean(x).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().headMeanBackward(y.gradient(), dx);
    x.accumulateGradient(dx);
  }
}
