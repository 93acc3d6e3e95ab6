package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y = x·wᵀ, a linear map without bias: x {@code [n, in]}, w {@code [out, in]}, y {@code [n, out]}.
 *
 * <p>Gradients: dx = dy·w, dw = dyᵀ·x.
 */
public final class Project extends Operation {
  private final Var x;
  private final Var w;

  private Project(Var x, Var w) {
    super("project", x, w);
    this.x = x;
    this.w = w;
  }

  /** x·wᵀ. */
  public static Var of(Var x, Var w) {
    Tensor y = x.arena().tensor(x.rows(), w.rows());
    x.backend().matmul(x.value(), false, w.value(), true, y, false);
    return new Project(x, w).output(y);
  }

  @Override
  protected void backward(Var y) {
    Products.backward(x, w, y.gradient());
  }
}
