package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/**
 * {@link SegmentSoftmax} over the kept rows alone; the dropped ones get 0: y = keep · e^x /
 * Σ_segment keep · e^x. Gradient: dx = y ⊙ (dy − Σ_segment y ⊙ dy), 0 for a dropped row because its
 * y is.
 */
public final class MaskedSegmentSoftmax extends Operation {
  private final Var x;
  private final Segments segments;

  private MaskedSegmentSoftmax(Var x, Segments segments) {
    super("masked segment softmax", x);
    this.x = x;
    this.segments = segments;
  }

  /**
   * Weights that sum to one within each segment that has kept rows, {@code [total, c]}.
   *
   * @param keep 0 or 1 for each row; not differentiated
   */
  public static Var of(Var x, Tensor keep, Segments segments) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().maskedSegmentSoftmax(x.value(), keep, segments, y);
    return new MaskedSegmentSoftmax(x, segments).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().segmentSoftmaxBackward(y.value(), y.gradient(), segments, dx);
    x.accumulateGradient(dx);
  }
}
