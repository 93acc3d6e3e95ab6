package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/**
 * Softmax within each segment, column by column: y = e^x / Σ_segment e^x, x and y {@code [total,
 * c]}. Gradient: dx = y ⊙ (dy − Σ_segment y ⊙ dy).
 */
public final class SegmentSoftmax extends Operation {
  private final Var x;
  private final Segments segments;

  private SegmentSoftmax(Var x, Segments segments) {
    super("segment softmax", x);
    this.x = x;
    this.segments = segments;
  }

  /** Weights that sum to one within each segment. */
  public static Var of(Var x, Segments segments) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().segmentSoftmax(x.value(), segments, y);
    return new SegmentSoftmax(x, segments).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().segmentSoftmaxBackward(y.value(), y.gradient(), segments, dx);
    x.accumulateGradient(dx);
  }
}
