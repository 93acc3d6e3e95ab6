package io.sbr.kernels.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.tensor.Arena;
import io.sbr.tensor.AttentionKernels.Attention;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Norms, attention and pooling of the oracle, against numbers worked out by hand. */
class ReferenceLayersTest {
  private final ReferenceBackend backend = new ReferenceBackend();
  private final Arena arena = new Arena(backend);

  @AfterEach
  void nothingRemains() {
    arena.close();
    assertThat(backend.liveBytes()).isZero();
  }

  private Tensor tensor(double[] values, int... dims) {
    return arena.copyOf(values, dims);
  }

  private Segments pairAndSingle() {
    int[] offsets = {0, 2, 3};
    int[] ids = {0, 0, 1};
    return new Segments(2, 3, arena.copyOf(offsets), arena.copyOf(ids));
  }

  private static void assertClose(Tensor got, double... want) {
    assertThat(got.toDoubles()).containsExactly(want, within(1e-14));
  }

  /** (1, 2, 3, 6) has mean 3 and biased variance (4 + 1 + 0 + 9)/4 = 3.5; with ε = 0.5, ρ = ½. */
  @Test
  void layerNormByHand() {
    Tensor x = tensor(new double[] {1, 2, 3, 6}, 1, 4);
    Tensor weight = tensor(new double[] {1, 2, 3, 4}, 4);
    Tensor bias = tensor(new double[] {10, 20, 30, 40}, 4);
    Tensor statistics = arena.tensor(1, 2);
    Tensor out = arena.tensor(1, 4);
    backend.layerNorm(x, weight, bias, 0.5, statistics, out);
    assertClose(statistics, 3, 0.5);
    assertClose(out, 10 - 1, 20 - 1, 30, 40 + 6);

    // dy = (1, 0, 0, 0): a = (1, 0, 0, 0), mean ¼; x̂ = (−1, −½, 0, 1½), mean of a ⊙ x̂ −¼.
    Tensor dx = arena.tensor(1, 4);
    Tensor dweight = arena.tensor(4);
    Tensor dbias = arena.tensor(4);
    Tensor dy = tensor(new double[] {1, 0, 0, 0}, 1, 4);
    backend.layerNormBackward(x, weight, statistics, dy, dx, dweight, dbias);
    assertClose(dx, (1 - 0.25 - 0.25) / 2, (-0.25 - 0.125) / 2, -0.25 / 2, (-0.25 + 0.375) / 2);
    assertClose(dweight, -1, 0, 0, 0);
    assertClose(dbias, 1, 0, 0, 0);
  }

  @Test
  void unitVectorByHand() {
    Tensor x = tensor(new double[] {3, -4}, 1, 2);
    Tensor y = arena.tensor(1, 2);
    backend.unitVector(x, y);
    assertClose(y, 0.6, -0.8);
    // dy = (1, 0): y · dy = 0.6, so dx = (1 − 0.36, 0.48)/5.
    Tensor dx = arena.tensor(1, 2);
    backend.unitVectorBackward(x, y, tensor(new double[] {1, 0}, 1, 2), dx);
    assertClose(dx, 0.128, 0.096);
  }

  /** Two heads of width 1. Head 1 of row 0 scores 0 and log 3, so p = (¼, ¾); all others know ½. */
  @Test
  void attentionByHand() {
    Tensor q = tensor(new double[] {0, 1, 0, 0, 5, 5}, 3, 2);
    Tensor k = tensor(new double[] {7, 0, 8, Math.log(3), 9, 9}, 3, 2);
    Tensor v = tensor(new double[] {2, 8, 4, 16, -1, -2}, 3, 2);
    Tensor logSums = arena.tensor(3, 2);
    Tensor out = arena.tensor(3, 2);
    backend.attention(q, k, v, pairAndSingle(), Attention.of(2, false), logSums, out);
    assertClose(out, 3, 14, 3, 12, -1, -2);
    assertClose(logSums, Math.log(2), Math.log(4), Math.log(2), Math.log(2), 45, 45);
    backend.attention(q, k, v, pairAndSingle(), Attention.of(2, true), logSums, out);
    assertClose(out, 2, 8, 3, 12, -1, -2);
    assertClose(logSums, 0, 0, Math.log(2), Math.log(2), 45, 45);
  }

  /** The score is divided by √c: q · k = 2·log 3 in width 4 weighs like log 3 in width 1. */
  @Test
  void scoresAreDividedByTheRootOfTheWidth() {
    Tensor q = tensor(new double[] {1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 3, 4);
    double log3 = Math.log(3);
    Tensor k = tensor(new double[] {0, 0, 0, 0, log3, log3, 0, 0, 0, 0, 0, 0}, 3, 4);
    Tensor v = tensor(new double[] {8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0}, 3, 4);
    Tensor out = arena.tensor(3, 4);
    backend.attention(q, k, v, pairAndSingle(), Attention.of(1, false), arena.tensor(3, 1), out);
    assertClose(out, 14, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void headsByHand() {
    Tensor x = tensor(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4);
    Tensor dots = arena.tensor(2, 2);
    backend.headDots(x, tensor(new double[] {1, 10, 100, 1000}, 1, 2, 2), dots);
    assertClose(dots, 21, 4300, 65, 8700);
    Tensor mean = arena.tensor(2, 2);
    backend.headMean(x, mean);
    assertClose(mean, 2, 3, 6, 7);
  }

  @Test
  void maskedSoftmaxByHand() {
    Tensor x = tensor(new double[] {0, Math.log(3), 5}, 3, 1);
    Tensor y = arena.tensor(3, 1);
    backend.maskedSegmentSoftmax(x, tensor(new double[] {1, 1, 0}, 3), pairAndSingle(), y);
    assertClose(y, 0.25, 0.75, 0);
    backend.maskedSegmentSoftmax(x, tensor(new double[] {0, 1, 1}, 3), pairAndSingle(), y);
    assertClose(y, 0, 1, 1);
  }
}
