package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.indices;
import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.tensor.AttentionKernels.Attention;
import io.sbr.tensor.AttentionKernels.AttentionBackward;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.Ints;
import io.sbr.tensor.OptimizerKernels.AdamStep;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Same inputs, same results, whatever else is in the batch and whoever else is calling. */
interface DeterminismContract extends RowsStandAlone {
  /** The chosen rows of a {@code [BATCH, cols]} matrix. */
  private static Tensor pick(Side s, double[] matrix, int cols, int[] rows) {
    return s.in(RowsStandAlone.pick(matrix, cols, rows), rows.length, cols);
  }

  @Test
  default void matmulRowsStandAlone() {
    for (int n : new int[] {1, 17, 300}) {
      double[] a = random(BATCH * 100, 1);
      double[] b = random(100 * n, 2);
      double[] bt = Bounds.transposed(b, 100, n);
      double[] bounds = Bounds.times(gamma(100), Bounds.product(a, b, BATCH, 100, n));
      assertProductRowsStandAlone(
          (s, rows) -> {
            Tensor out = s.out(rows.length, n);
            s.backend().matmul(pick(s, a, 100, rows), false, s.in(b, 100, n), false, out, false);
            return out;
          },
          bounds);
      assertProductRowsStandAlone(
          (s, rows) -> {
            Tensor out = s.out(rows.length, n);
            s.backend().matmul(pick(s, a, 100, rows), false, s.in(bt, n, 100), true, out, false);
            return out;
          },
          bounds);
    }
  }

  @Test
  default void elementwiseRowsStandAlone() {
    double[] x = random(BATCH * 13, 3, -6, 6);
    double[] gates = random(BATCH * 39, 4);
    assertRowsStandAlone(
        (s, rows) -> {
          Tensor y = s.out(rows.length, 13);
          s.backend().sigmoid(pick(s, x, 13, rows), y);
          return y;
        });
    assertRowsStandAlone(
        (s, rows) -> {
          Tensor y = s.out(rows.length, 13);
          s.backend().tanh(pick(s, x, 13, rows), y);
          return y;
        });
    assertRowsStandAlone(
        (s, rows) -> {
          Tensor out = s.out(rows.length, 13);
          Tensor written = s.out(rows.length, 39);
          Tensor in = pick(s, gates, 39, rows);
          s.backend().gruCell(in, in, pick(s, x, 13, rows), written, out);
          return out;
        });
    assertRowsStandAlone(
        (s, rows) -> {
          Tensor dots = s.out(rows.length, 1);
          s.backend().rowDots(pick(s, x, 13, rows), pick(s, x, 13, rows), dots);
          return dots;
        });
  }

  @Test
  default void normsAndHeadsStandAlone() {
    double[] x = random(BATCH * 51, 30);
    assertRowsStandAlone(
        (s, rows) -> {
          Tensor out = s.out(rows.length, 51);
          Tensor statistics = s.out(rows.length, 2);
          Tensor weight = s.in(random(51, 31));
          s.backend().layerNorm(pick(s, x, 51, rows), weight, weight, 1e-5, statistics, out);
          Tensor dx = s.out(rows.length, 51);
          Tensor row = s.out(1, 51);
          Tensor in = pick(s, x, 51, rows);
          s.backend().layerNormBackward(in, weight, statistics, out, dx, row, s.out(1, 51));
          return dx;
        });
    assertRowsStandAlone(
        (s, rows) -> {
          Tensor dots = s.out(rows.length, 3);
          s.backend().headDots(pick(s, x, 51, rows), s.in(random(51, 32)), dots);
          return dots;
        });
    assertRowsStandAlone(
        (s, rows) -> {
          Tensor mean = s.out(rows.length, 17);
          s.backend().headMean(pick(s, x, 51, rows), mean);
          return mean;
        });
  }

  @Test
  default void attentionStandsAlone() {
    int width = 22;
    int[] lengths = indices(BATCH, 20, 33);
    double[][] values = new double[BATCH][];
    for (int b = 0; b < BATCH; b++) {
      values[b] = random(lengths[b] * width, 300 + b, -2, 2);
    }
    Attention how = Attention.of(2, true);
    assertRowsStandAlone(
        (s, segments) -> {
          int[] offsets = packedOffsets(lengths, segments);
          int total = offsets[segments.length];
          Tensor x = s.in(packed(values, segments), total, width);
          Segments packed = s.segments(offsets);
          Tensor logSums = s.out(total, 2);
          Tensor out = s.out(total, width);
          s.backend().attention(x, x, x, packed, how, logSums, out);
          Tensor dq = s.out(total, width);
          Tensor dk = s.out(total, width);
          Tensor dv = s.out(total, width);
          s.backend()
              .attentionBackward(
                  packed, how, new AttentionBackward(x, x, x, logSums, out, out, dq, dk, dv));
          s.backend().add(dq, dk, dq);
          s.backend().add(dq, dv, dq);
          Tensor sum = s.out(segments.length, width);
          s.backend().segmentSum(dq, packed, sum);
          return sum;
        });
  }

  /** Where each of the chosen segments begins when they are packed in this order. */
  private static int[] packedOffsets(int[] lengths, int[] segments) {
    int[] offsets = new int[segments.length + 1];
    for (int i = 0; i < segments.length; i++) {
      offsets[i + 1] = offsets[i] + lengths[segments[i]];
    }
    return offsets;
  }

  private static double[] packed(double[][] values, int[] segments) {
    return Arrays.stream(segments)
        .mapToObj(b -> values[b])
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  @Test
  default void segmentsStandAlone() {
    int[] lengths = indices(BATCH, 40, 5);
    double[][] values = new double[BATCH][];
    for (int b = 0; b < BATCH; b++) {
      values[b] = random(lengths[b] * 3, 100 + b, -6, 6);
    }
    assertRowsStandAlone(
        (s, segments) -> {
          int[] offsets = packedOffsets(lengths, segments);
          int total = offsets[segments.length];
          Tensor x = s.in(packed(values, segments), total, 3);
          Tensor weights = s.out(total, 3);
          s.backend().segmentSoftmax(x, s.segments(offsets), weights);
          s.backend().multiply(weights, x, weights);
          Tensor sum = s.out(segments.length, 3);
          s.backend().segmentSum(weights, s.segments(offsets), sum);
          return sum;
        });
  }

  @Test
  default void scoresStandAlone() {
    int items = 1003;
    double[] sessions = random(BATCH * 100, 6);
    double[] table = random(items * 100, 7);
    int[] targets = indices(BATCH, items, 8);
    double[] turned = Bounds.transposed(table, items, 100);
    double[] bounds = Bounds.times(gamma(100), Bounds.product(sessions, turned, BATCH, 100, items));
    assertProductRowsStandAlone(
        (s, rows) -> {
          Tensor scores = s.out(rows.length, items);
          s.backend().scores(dot(s, sessions, table, rows), scores);
          return scores;
        },
        bounds);
    // The n-th best of two lists differs by no more than the lists do anywhere.
    double[] largest = new double[BATCH * 20];
    Arrays.setAll(largest, i -> largest(bounds, i / 20, items));
    assertProductRowsStandAlone(
        (s, rows) -> {
          Tensor scores = s.out(rows.length, 20);
          Ints best = s.arena().ints(rows.length * 20);
          Ints begins = s.arena().copyOf(new int[rows.length + 1]);
          s.backend().topK(dot(s, sessions, table, rows), 20, begins, s.ints(), best, scores);
          return scores;
        },
        largest);
    double[] exact = Comparison.reference(s -> List.of(scores(s, sessions, table, items)))[0];
    double[] disputed = new double[BATCH];
    Arrays.setAll(
        disputed, b -> disputed(exact, b, items, targets[b], largest(bounds, b, items)) / 2);
    assertProductRowsStandAlone(
        (s, rows) -> {
          Ints ranks = s.arena().ints(rows.length);
          int[] wanted = Arrays.stream(rows).map(r -> targets[r]).toArray();
          s.backend().ranks(dot(s, sessions, table, rows), s.ints(wanted), ranks);
          return s.in(Arrays.stream(ranks.toArray()).asDoubleStream().toArray());
        },
        disputed);
  }

  private static Tensor scores(Side s, double[] sessions, double[] table, int items) {
    Tensor scores = s.out(BATCH, items);
    s.backend().scores(dot(s, sessions, table, IntStream.range(0, BATCH).toArray()), scores);
    return scores;
  }

  private static double largest(double[] bounds, int row, int width) {
    return Arrays.stream(bounds, row * width, (row + 1) * width).max().orElseThrow();
  }

  /** Items so close to the target that errors of this size may put them before or behind it. */
  private static double disputed(
      double[] scores, int session, int items, int target, double error) {
    double wanted = scores[session * items + target];
    return IntStream.range(0, items)
        .filter(i -> i != target && Math.abs(scores[session * items + i] - wanted) <= 2 * error)
        .count();
  }

  private static Scorer dot(Side s, double[] sessions, double[] table, int[] rows) {
    return new Scorer.Dot(pick(s, sessions, 100, rows), s.in(table, table.length / 100, 100));
  }

  /**
   * Ranks and top-k count the very numbers that {@link io.sbr.tensor.HeadKernels#scores} writes.
   */
  @Test
  default void ranksAndTopKAgreeWithTheScores() {
    double[] sessions = random(BATCH * 100, 10);
    double[] table = random(1003 * 100, 11);
    int[] all = IntStream.range(0, BATCH).toArray();
    HeadRuns.assertConsumersAgree(backend(), s -> dot(s, sessions, table, all));
  }

  /** Everything that sums over many rows or items, at sizes that several threads share. */
  private static List<Tensor> longSums(Side s) {
    int n = 1000;
    int d = 33;
    Tensor x = s.in(random(n * d, 12), n, d);
    Tensor product = s.out(d, d);
    s.backend().matmul(x, true, x, false, product, false);
    Tensor sum = s.out(1, d);
    s.backend().sumRows(x, sum, false);
    Tensor sessions = s.in(random(40 * d, 13), 40, d);
    Ints targets = s.ints(indices(40, n, 14));
    SoftmaxLoss loss =
        s.backend().softmaxCrossEntropy(new Scorer.Dot(sessions, x), targets, true, s.arena());
    Tensor ds = s.out(40, d);
    s.backend().toDense(List.of(loss.gradients().get(0)), ds);
    GradientTerm items = loss.gradients().get(1);
    Tensor chosen = s.in(random(n * d, 15), n, d);
    Tensor scattered = s.in(random(n * d, 17), n, d);
    s.backend().scatterAddRows(chosen, s.gather(indices(n, 40, 16), n), scattered);
    Tensor w = s.in(random(n * d, 18), n, d);
    Tensor m = s.in(random(n * d, 19), n, d);
    Tensor v = s.in(random(n * d, 20, 0, 1), n, d);
    GradientTerm some = new GradientTerm.Rows(s.gather(indices(n, 40, 16), n), chosen, 0);
    s.backend().adam(w, m, v, List.of(items, some), new AdamStep(0.01, 0.9, 0.999, 1e-8, 1e-5, 2));
    return List.of(product, sum, loss.loss(), ds, scattered, w, m, v);
  }

  @Test
  default void repeatedRunsGiveTheSameBits() {
    double[][] first = tested(DeterminismContract::longSums);
    for (int again = 0; again < 3; again++) {
      assertThat(tested(DeterminismContract::longSums)).isDeepEqualTo(first);
    }
  }

  @Test
  default void callsFromSeveralThreadsGiveTheSameBits() throws Exception {
    double[][] alone = tested(DeterminismContract::longSums);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    long before = backend().liveBytes();
    try {
      List<Callable<double[][]>> calls = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        calls.add(this::longSumsAmongOthers);
      }
      for (Future<double[][]> result : threads.invokeAll(calls)) {
        assertThat(result.get()).isDeepEqualTo(alone);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(backend().liveBytes()).isEqualTo(before);
  }

  /** Not through {@link Side#close}: its byte count is only steady when one side is open. */
  private double[][] longSumsAmongOthers() {
    Side side = new Side(backend());
    try {
      return side.take(longSums(side));
    } finally {
      side.arena().close();
    }
  }
}
