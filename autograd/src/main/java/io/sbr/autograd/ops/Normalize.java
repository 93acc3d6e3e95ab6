package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y = x/‖x‖, the whole tensor as one vector: the direction of a projection. Gradient: dx = (dy −
 * y(y · dy))/‖x‖.
 */
public final class Normalize extends Operation {
  private final Var x;

  private Normalize(Var x) {
    super("unit vector", x);
    this.x = x;
  }

  /** x scaled to length 1. */
  public static Var of(Var x) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().unitVector(x.value(), y);
    return new Normalize(x).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().unitVectorBackward(x.value(), y.value(), y.gradient(), dx);
    x.accumulateGradient(dx);
  }
}
