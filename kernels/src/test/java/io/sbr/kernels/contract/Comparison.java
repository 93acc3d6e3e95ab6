package io.sbr.kernels.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;
import io.sbr.tensor.Tensor;
import java.util.List;

/**
 * What all contract tests share: running one program on the tested backend and on the reference,
 * and the arithmetic of error bounds (Higham, "Accuracy and Stability of Numerical Algorithms",
 * chapter 3). A sum of n products in any order errs by at most γ(n)·Σ|aᵢ||bᵢ|, with γ(n) =
 * nu/(1−nu) and u the unit roundoff of the type.
 */
interface Comparison {
  /** Calls kernels on one side and names the results. */
  interface Program {
    /** Runs the kernels; the tensors returned are compared. */
    List<Tensor> on(Side side);
  }

  /** The backend under test, shared by all tests of a class. */
  Backend backend();

  /** Unit roundoff of the tested type. */
  default double u() {
    return backend().dtype() == DType.F32 ? 0x1p-24 : 0x1p-53;
  }

  /** γ(n); the bound of a chain of n roundings, relative to the sum of magnitudes. */
  default double gamma(double n) {
    return n * u() / (1 - n * u());
  }

  /**
   * What elementary functions may add, in roundings. exp within 4 u is what a polynomial of degree
   * 6 with a two-part reduction reaches; a quotient or two of such values doubles it.
   */
  default double elementary() {
    return 8;
  }

  /** Below this a result may be flushed to zero: exp of a large negative number, for example. */
  default double tiny() {
    return backend().dtype() == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
  }

  /** Results of a program on the tested backend. */
  default double[][] tested(Program program) {
    return run(backend(), program);
  }

  /** Results of a program on the reference. */
  static double[][] reference(Program program) {
    try (Backend reference = new ReferenceBackend()) {
      return run(reference, program);
    }
  }

  private static double[][] run(Backend backend, Program program) {
    try (Side side = new Side(backend)) {
      return side.take(program.on(side));
    }
  }

  /**
   * Both sides agree within {@code bounds[result][element]}; the bounds are worked out by the
   * caller from magnitudes and numbers of terms.
   */
  default void compare(Program program, double[]... bounds) {
    double[][] got = tested(program);
    double[][] want = reference(program);
    assertThat(bounds.length).as("one bound for each result").isEqualTo(want.length);
    for (int i = 0; i < want.length; i++) {
      assertClose(got[i], want[i], bounds[i]);
    }
  }

  /** |got − want| ≤ bound, element by element; NaN never passes. */
  default void assertClose(double[] got, double[] want, double[] bounds) {
    assertThat(got).hasSameSizeAs(want);
    assertThat(bounds).hasSameSizeAs(want);
    for (int i = 0; i < want.length; i++) {
      double error = Math.abs(got[i] - want[i]);
      if (!(error <= bounds[i] + tiny())) {
        throw new AssertionError(
            "element %d of %d: %s, reference %s, error %.3g, bound %.3g"
                .formatted(i, want.length, got[i], want[i], error, bounds[i]));
      }
    }
  }
}
