package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static io.sbr.kernels.contract.Sizes.random;

import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.OptimizerKernels.AdamStep;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The item table as it is trained: scored without its first row, which stands for padding, and
 * looked up as well. Its gradient is what the scorer made, one row further down, in whatever form
 * the backend keeps it, and some gathered rows; both are written out and taken by Adam.
 */
interface ItemTableContract extends Comparison {
  /** Several tiles of any backend, and a part of one. */
  int ITEMS = 1003;

  /** Which of a scorer's inputs the items are. */
  int ITEM_INPUT = 1;

  /** Makes a scorer of items that are part of a larger table. */
  interface ScorerOfItems {
    /** The scorer. */
    Scorer on(Side side, Tensor items);
  }

  @Test
  default void trainingTheTableOfDotProducts() {
    int d = 7;
    double[] sessions = random(5 * d, 1);
    double[] items = random(ITEMS * d, 2);
    train(
        (side, table) -> new Scorer.Dot(side.in(sessions, 5, d), table),
        new DotBounds(this, sessions, items, d),
        items,
        5);
  }

  @Test
  default void trainingTheTableOfTargetAttention() {
    AttentionCase c = AttentionCase.random(ITEMS, 7, 1, 3, 0, 2, 40);
    train(c::on, new AttentionBounds(this, c), c.items(), c.sessionCount());
  }

  @Test
  default void trainingTheTableOfUsageScaledScores() {
    UsageCase c = UsageCase.random(5, ITEMS, 7, 2, 0.1);
    train(c::on, new UsageBounds(this, c), c.items(), c.sessionCount());
  }

  private void train(ScorerOfItems scorer, ScoreBounds bounds, double[] items, int sessions) {
    int rows = ITEMS + 1;
    int d = items.length / ITEMS;
    int[] targets = indices(sessions, ITEMS, 3);
    double[] table = random(rows * d, 4);
    System.arraycopy(items, 0, table, d, items.length);
    // Most rows, the ends of all tiles among them, and some of them again.
    int[] chosen =
        IntStream.concat(
                IntStream.range(0, rows).filter(r -> r % 4 != 2),
                IntStream.of(indices(300, rows, 5)))
            .toArray();
    double[] values = random(chosen.length * d, 6);
    double[] m = random(rows * d, 7);
    double[] v = random(rows * d, 8, 0.5, 1);
    AdamStep step = new AdamStep(1e-3, 0.9, 0.999, 1e-8, 1e-2, 3);
    Program program =
        s -> {
          Tensor weights = s.in(table, rows, d);
          Scorer of = scorer.on(s, weights.rowRange(1, rows));
          SoftmaxLoss loss = s.backend().softmaxCrossEntropy(of, s.ints(targets), true, s.arena());
          Tensor gathered = s.in(values, chosen.length, d);
          List<GradientTerm> terms =
              List.of(
                  loss.gradients().get(ITEM_INPUT).shifted(1),
                  new GradientTerm.Rows(s.gather(chosen, rows), gathered, 0));
          Tensor dense = s.out(rows, d);
          s.backend().toDense(terms, dense);
          Tensor first = s.in(m, rows, d);
          Tensor second = s.in(v, rows, d);
          s.backend().adam(weights, first, second, terms, step);
          return List.of(dense, weights, first, second);
        };
    double[][] want = Comparison.reference(program);
    double[][] got = tested(program);
    double[] size = Bounds.abs(want[0]);
    double[] itemError = bounds.gradients(bounds.softmax(targets))[ITEM_INPUT];
    double[] error = gradientError(size, itemError, chosen, values, d);
    AdamBounds adam = new AdamBounds(this, step, table, m, v, size, error);
    assertClose(got[0], want[0], error);
    assertClose(got[1], want[1], adam.weights);
    assertClose(got[2], want[2], adam.firstMoment);
    assertClose(got[3], want[3], adam.secondMoment);
  }

  /** The scorer's rows with their own errors, and the additions of the rows that were gathered. */
  private double[] gradientError(
      double[] sum, double[] itemError, int[] chosen, double[] values, int d) {
    double[] error = new double[sum.length];
    System.arraycopy(itemError, 0, error, d, itemError.length);
    double[] additions = new double[sum.length];
    double[] size = Bounds.plus(sum, error);
    for (int p = 0; p < values.length; p++) {
      int at = chosen[p / d] * d + p % d;
      additions[at]++;
      size[at] += 2 * Math.abs(values[p]); // in the sum, and where it made the sum smaller
    }
    for (int i = 0; i < error.length; i++) {
      error[i] += gamma(additions[i] + 2) * size[i];
    }
    return error;
  }
}
