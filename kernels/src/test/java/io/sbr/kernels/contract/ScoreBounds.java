package io.sbr.kernels.contract;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * How far a scorer's results may be off: its scores, worked out along its formula by the subclass,
 * and what the softmax makes of them, which is the same for any scorer.
 */
abstract class ScoreBounds {
  final Comparison type;

  /** Exact scores and bounds of their errors, {@code [B, N]}. */
  final double[] scores;

  final double[] errors;

  /** No score is larger in size. */
  double largest;

  ScoreBounds(Comparison type, int count) {
    this.type = type;
    scores = new double[count];
    errors = new double[count];
  }

  /** The largest error of a score. */
  abstract double scoreError();

  /** Bounds of the gradients of {@link io.sbr.tensor.Scorer#inputs()}. */
  abstract double[][] gradients(SoftmaxBounds softmax);

  /** What loss and gradients start from. */
  final SoftmaxBounds softmax(int[] targets) {
    return new SoftmaxBounds(type, scores, targets, largest, scoreError());
  }

  /** Bounds of {@link HeadRuns#lossAndGradients}. */
  final double[][] lossAndGradients(int[] targets) {
    SoftmaxBounds softmax = softmax(targets);
    return Stream.concat(
            Stream.of(softmax.loss(), softmax.loss()), Arrays.stream(gradients(softmax)))
        .toArray(double[][]::new);
  }
}
