package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;
import java.util.function.Consumer;

/**
 * A convolution over windows of equal length, along time alone: filters as wide as a row slide over
 * {@code height} steps at a time. Rows are in order of time, the first steps of all windows, then
 * all second ones, …, so that what lies k steps later lies in one block, too:
 *
 * <pre>
 *   y_t = Σ_k x_{t+k}·w_kᵀ        k = 0 … height − 1, t = 0 … length − height
 * </pre>
 *
 * <p>x is {@code [length·n, d]}, w {@code [filters, height·d]}, its columns in order of time, y
 * {@code [(length − height + 1)·n, filters]}. Gradients: dx_{t+k} += dy_t·w_k, dw_k = Σ_t
 * dy_tᵀ·x_{t+k}.
 */
public final class Convolution extends Operation {
  private final Var x;
  private final Var w;
  private final int length;
  private final int height;

  private Convolution(Var x, Var w, int length, int height) {
    super("convolution", x, w);
    this.x = x;
    this.w = w;
    this.length = length;
    this.height = height;
  }

  /**
   * All filters at every place.
   *
   * @param length steps of a window
   * @param height steps that a filter covers
   * @throws IllegalArgumentException if x is no such windows, or w no such filters
   */
  public static Var of(Var x, Var w, int length, int height) {
    boolean fits =
        height >= 1
            && height <= length
            && x.rows() % length == 0
            && w.cols() == (long) height * x.cols();
    if (!fits) {
      throw new IllegalArgumentException(
          "convolution: filters %s over %d of %d steps of %s".formatted(w, height, length, x));
    }
    Convolution convolution = new Convolution(x, w, length, height);
    Tensor y = x.arena().tensor(convolution.places(), w.rows());
    convolution.eachTap(
        tap ->
            x.backend().matmul(tap.of(x.value()), false, tap.weights(), true, y, tap.number() > 0));
    return convolution.output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dy = y.gradient();
    if (x.needsGradient()) {
      Tensor dx = x.arena().tensor(x.value().shape());
      x.backend().fill(dx, 0);
      eachTap(tap -> x.backend().matmul(dy, false, tap.weights(), false, tap.of(dx), true));
      x.accumulateGradient(dx);
    }
    if (w.needsGradient()) {
      Tensor dw = x.arena().tensor(w.value().shape());
      eachTap(
          tap -> {
            x.backend().matmul(dy, true, tap.of(x.value()), false, tap.weights(), false);
            x.backend().copyColumns(tap.weights(), 0, dw, tap.number() * x.cols(), x.cols());
          });
      w.accumulateGradient(dw);
    }
  }

  /** Rows of the result: every place of every window. */
  private int places() {
    return (length - height + 1) * (x.rows() / length);
  }

  /**
   * One step of the filters.
   *
   * @param number k
   * @param weights w_k, {@code [filters, d]}, a copy that may be written over
   */
  private record Tap(int number, Tensor weights, int first, int rows) {
    /** What the step meets at all places. */
    Tensor of(Tensor steps) {
      return steps.rowRange(first, first + rows);
    }
  }

  private void eachTap(Consumer<Tap> work) {
    int windows = x.rows() / length;
    for (int k = 0; k < height; k++) {
      Tensor weights = x.arena().tensor(w.rows(), x.cols());
      x.backend().copyColumns(w.value(), k * x.cols(), weights, 0, x.cols());
      work.accept(new Tap(k, weights, k * windows, places()));
    }
  }
}
