package io.sbr.autograd.ops;

import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/** The gradients of y = x·wᵀ, shared by the operations that contain such a product. */
final class Products {
  private Products() {}

  /** dx = dy·w and dw = dyᵀ·x, where they are needed. */
  static void backward(Var x, Var w, Tensor dy) {
    if (x.needsGradient()) {
      Tensor dx = x.arena().tensor(x.value().shape());
      x.backend().matmul(dy, false, w.value(), false, dx, false);
      x.accumulateGradient(dx);
    }
    if (w.needsGradient()) {
      Tensor dw = x.arena().tensor(w.value().shape());
      x.backend().matmul(dy, true, x.value(), false, dw, false);
      w.accumulateGradient(dw);
    }
  }
}
