package io.sbr.kernels.contract;

import static io.sbr.kernels.contract.Sizes.random;

import io.sbr.tensor.RecurrentKernels.GruBackward;
import io.sbr.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gated recurrent unit. */
interface RecurrentContract extends Comparison {
  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void gruCell(int size) {
    gruCell(size, 5);
    gruCell(3, size);
  }

  private void gruCell(int n, int d) {
    double m = 2; // largest input
    double[] gi = random(n * 3 * d, 1, -m, m);
    double[] gh = random(n * 3 * d, 2, -m, m);
    double[] h = random(n * d, 3, -m, m);
    // Errors in units of u, worked through the formula. A sigmoid has slope ≤ 1/4, tanh ≤ 1.
    double gate = 2 * m / 4 + elementary();
    double candidate = gate * m + m + 2 * m + elementary(); // r's error, r ⊙ gh_n, the sum, tanh
    double difference = candidate + m + 1; // h − ñ
    double state = candidate + gate * (m + 1) + difference + (m + 1) + m; // z's error, ⊙, +
    compare(
        s -> {
          Tensor gates = s.out(n, 3 * d);
          Tensor out = s.out(n, d);
          s.backend().gruCell(s.in(gi, n, 3 * d), s.in(gh, n, 3 * d), s.in(h, n, d), gates, out);
          return List.of(gates, out);
        },
        Bounds.constant(n * 3 * d, gamma(candidate)),
        Bounds.constant(n * d, gamma(state)));
  }

  @ParameterizedTest
  @MethodSource("io.sbr.kernels.contract.Sizes#all")
  default void gruCellBackward(int size) {
    gruCellBackward(size, 5);
    gruCellBackward(3, size);
  }

  private void gruCellBackward(int n, int d) {
    double[] gates = random(n * 3 * d, 4, 0.01, 0.99);
    double[] gh = random(n * 3 * d, 5);
    double[] h = random(n * d, 6);
    double[] dout = random(n * d, 7);
    // Products of at most 10 factors and differences, none above 2 in size; |dout| ≤ 1.
    double[] gateBound = Bounds.constant(n * 3 * d, gamma(10) * 2);
    compare(
        s -> {
          Tensor dgi = s.out(n, 3 * d);
          Tensor dgh = s.out(n, 3 * d);
          Tensor dh = s.out(n, d);
          s.backend()
              .gruCellBackward(
                  new GruBackward(
                      s.in(gates, n, 3 * d),
                      s.in(gh, n, 3 * d),
                      s.in(h, n, d),
                      s.in(dout, n, d),
                      dgi,
                      dgh,
                      dh));
          return List.of(dgi, dgh, dh);
        },
        gateBound,
        gateBound,
        Bounds.constant(n * d, u()));
  }
}
