package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y[r, h] = Σ_c x[r, h·C + c] · a[h·C + c], one number per row and head: x {@code [n, heads·C]}, a
 * {@code [heads, C]}, y {@code [n, heads]}.
 *
 * <p>Gradients: dx[r, h·C + c] = dy[r, h] · a[h·C + c], da[h·C + c] = Σ_r dy[r, h] · x[r, h·C + c].
 */
public final class HeadDot extends Operation {
  private final Var x;
  private final Var a;

  private HeadDot(Var x, Var a) {
    super("head dot", x, a);
    this.x = x;
    this.a = a;
  }

  /**
   * Products of every row with a vector, head by head.
   *
   * @param a its first dimension is the number of heads
   */
  public static Var of(Var x, Var a) {
    Tensor y = x.arena().tensor(x.rows(), a.rows());
    x.backend().headDots(x.value(), a.value(), y);
    return new HeadDot(x, a).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    Tensor da = x.arena().tensor(a.value().shape());
    x.backend().headDotsBackward(x.value(), a.value(), y.gradient(), dx, da);
    x.accumulateGradient(dx);
    a.accumulateGradient(da);
  }
}
