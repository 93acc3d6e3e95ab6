package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;

/**
 * The same elements in another shape, a view: {@code [n, heads·c]} as {@code [n·heads, c]}, for
 * example. Gradient: dy in the shape of x.
 */
public final class Reshape extends Operation {
  private final Var x;

  private Reshape(Var x) {
    super("reshape", x);
    this.x = x;
  }

  /** x with these dimensions, of equal size. */
  public static Var of(Var x, int... dims) {
    return new Reshape(x).output(x.value().reshape(dims));
  }

  @Override
  protected void backward(Var y) {
    x.accumulateGradient(y.gradient().reshape(x.value().shape().dims()));
  }
}
