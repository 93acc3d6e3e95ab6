package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/**
 * y[r, :] = x[segment of r, :], the reverse of {@link SegmentSum}: x {@code [segments, c]}, y
 * {@code [total, c]}. Gradient: the sum over each segment.
 */
public final class SegmentBroadcast extends Operation {
  private final Var x;
  private final Segments segments;

  private SegmentBroadcast(Var x, Segments segments) {
    super("segment broadcast", x);
    this.x = x;
    this.segments = segments;
  }

  /** One row per member of each segment. */
  public static Var of(Var x, Segments segments) {
    Tensor y = x.arena().tensor(segments.total(), x.cols());
    x.backend().gatherRows(x.value(), segments.ids(), y);
    return new SegmentBroadcast(x, segments).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().segmentSum(y.gradient(), segments, dx);
    x.accumulateGradient(dx);
  }
}
