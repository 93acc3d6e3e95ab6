package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * y = ‖x‖, the square root of the sum of all squares of a matrix: x {@code [n, c]}, y {@code [1]}.
 * Taken as the length of the rows' lengths, so that a large table is shared out by rows. Gradient:
 * dx = dy·x/‖x‖; 0 where all of x is.
 */
public final class Norm extends Operation {
  private final Var x;

  /** x/‖x‖ row by row: the row's direction, and its length in that of all. */
  private final Tensor directions;

  private final Tensor lengths;

  private Norm(Var x, Tensor directions, Tensor lengths) {
    super("norm", x);
    this.x = x;
    this.directions = directions;
    this.lengths = lengths;
  }

  /** The length of x as one vector. */
  public static Var of(Var x) {
    Tensor directions = x.arena().tensor(x.value().shape());
    Tensor rows = x.arena().tensor(x.rows(), 1);
    Tensor lengths = x.arena().tensor(1, x.rows());
    Tensor y = x.arena().tensor(1);
    x.backend().unitRows(x.value(), directions);
    x.backend().rowDots(x.value(), directions, rows);
    x.backend().unitRows(rows.reshape(1, x.rows()), lengths);
    x.backend().rowDots(rows.reshape(1, x.rows()), lengths, y);
    return new Norm(x, directions, lengths).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor shares = x.arena().tensor(x.rows(), 1);
    x.backend().matmul(lengths, true, y.gradient().reshape(1, 1), false, shares, false);
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().scaleRows(directions, shares, dx);
    x.accumulateGradient(dx);
  }
}
