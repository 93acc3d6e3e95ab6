package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Csr;
import io.sbr.tensor.Tensor;

/**
 * y = A·x with a sparse, constant A {@code [n, m]} and x {@code [m, c]}: a step of message passing.
 * Gradient: dx = Aᵀ·dy.
 */
public final class SpMM extends Operation {
  private final Csr a;
  private final Var x;

  private SpMM(Csr a, Var x) {
    super("spmm", x);
    this.a = a;
    this.x = x;
  }

  /** A·x. */
  public static Var of(Csr a, Var x) {
    Tensor y = x.arena().tensor(a.rows(), x.cols());
    x.backend().spmm(a, x.value(), y);
    return new SpMM(a, x).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().spmm(a.transpose(), y.gradient(), dx);
    x.accumulateGradient(dx);
  }
}
