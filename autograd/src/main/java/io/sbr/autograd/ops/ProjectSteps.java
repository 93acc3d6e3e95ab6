package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y = xᵀ·wᵀ: x {@code [steps, n]} has one step of time a row, w {@code [filters, steps]} a weight
 * for each, y {@code [n, filters]} is what every filter makes of every element over time, y[i, f] =
 * Σ_t w[f, t]·x[t, i]. The elements are the rows of the result, so that each stands alone.
 *
 * <p>Gradients: dx = wᵀ·dyᵀ, dw = dyᵀ·xᵀ.
 */
public final class ProjectSteps extends Operation {
  private final Var x;
  private final Var w;

  private ProjectSteps(Var x, Var w) {
    super("project steps", x, w);
    this.x = x;
    this.w = w;
  }

  /** xᵀ·wᵀ. */
  public static Var of(Var x, Var w) {
    Tensor y = x.arena().tensor(x.cols(), w.rows());
    x.backend().matmul(x.value(), true, w.value(), true, y, false);
    return new ProjectSteps(x, w).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dy = y.gradient();
    if (x.needsGradient()) {
      Tensor dx = x.arena().tensor(x.value().shape());
      x.backend().matmul(w.value(), true, dy, true, dx, false);
      x.accumulateGradient(dx);
    }
    if (w.needsGradient()) {
      Tensor dw = x.arena().tensor(w.value().shape());
      x.backend().matmul(dy, true, x.value(), true, dw, false);
      w.accumulateGradient(dw);
    }
  }
}
