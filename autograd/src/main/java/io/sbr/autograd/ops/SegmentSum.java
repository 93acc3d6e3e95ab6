package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;

/**
 * y[s, :] = Σ x[r, :] over the rows of segment s: x {@code [total, c]}, y {@code [segments, c]}.
 * Gradient: every row receives its segment's.
 */
public final class SegmentSum extends Operation {
  private final Var x;
  private final Segments segments;

  private SegmentSum(Var x, Segments segments) {
    super("segment sum", x);
    this.x = x;
    this.segments = segments;
  }

  /** One row per segment. */
  public static Var of(Var x, Segments segments) {
    Tensor y = x.arena().tensor(segments.count(), x.cols());
    x.backend().segmentSum(x.value(), segments, y);
    return new SegmentSum(x, segments).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().gatherRows(y.gradient(), segments.ids(), dx);
    x.accumulateGradient(dx);
  }
}
