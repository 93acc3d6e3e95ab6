package io.sbr.kernels.reference;

import static io.sbr.kernels.contract.Sizes.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Csr;
import io.sbr.tensor.DType;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.HeadKernels.SoftmaxLoss;
import io.sbr.tensor.Ints;
import io.sbr.tensor.OptimizerKernels.AdamStep;
import io.sbr.tensor.RecurrentKernels.GruBackward;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.List;
import org.apache.commons.math3.analysis.function.Sigmoid;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.OpenMapRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The oracle itself, against Apache Commons Math and numbers worked out by hand. */
class ReferenceTest {
  private static final double CLOSE = 1e-13; // sums of at most 40 products of numbers below 1
  private final ReferenceBackend backend = new ReferenceBackend();
  private final Arena arena = new Arena(backend);

  @AfterEach
  void nothingRemains() {
    arena.close();
    assertThat(backend.liveBytes()).isZero();
  }

  @Test
  void matmulEqualsCommonsMath() {
    RealMatrix a = matrix(17, 33, 1);
    RealMatrix b = matrix(33, 9, 2);
    RealMatrix want = a.multiply(b);
    Tensor out = arena.tensor(17, 9);
    backend.matmul(tensor(a), false, tensor(b), false, out, false);
    assertEqual(out, want);
    backend.matmul(tensor(a.transpose()), true, tensor(b), false, out, false);
    assertEqual(out, want);
    backend.matmul(tensor(a), false, tensor(b.transpose()), true, out, false);
    assertEqual(out, want);
    backend.matmul(tensor(a.transpose()), true, tensor(b.transpose()), true, out, true);
    assertEqual(out, want.scalarMultiply(2));
  }

  @Test
  void elementwiseEqualsCommonsMath() {
    RealMatrix a = matrix(7, 5, 3);
    RealMatrix b = matrix(7, 5, 4);
    Tensor out = arena.tensor(7, 5);
    backend.add(tensor(a), tensor(b), out);
    assertEqual(out, a.add(b));
    backend.scale(tensor(a), -3, out);
    assertEqual(out, a.scalarMultiply(-3));
    backend.sigmoid(tensor(a), out);
    assertThat(out.toDoubles()[8]).isCloseTo(new Sigmoid().value(a.getEntry(1, 3)), within(CLOSE));
    backend.tanh(tensor(a), out);
    assertThat(out.toDoubles()[8]).isCloseTo(Math.tanh(a.getEntry(1, 3)), within(CLOSE));
    Tensor sums = arena.tensor(5);
    backend.sumRows(tensor(a), sums, false);
    double[] ones = {1, 1, 1, 1, 1, 1, 1};
    assertThat(sums.toDoubles()).containsExactly(a.preMultiply(ones), within(CLOSE));
    Tensor dots = arena.tensor(7);
    backend.rowDots(tensor(a), tensor(b), dots);
    assertThat(dots.toDoubles()[2])
        .isCloseTo(a.getRowVector(2).dotProduct(b.getRowVector(2)), within(CLOSE));
  }

  @Test
  void spmmEqualsCommonsMath() {
    // [[0, 2, 0], [0, 0, 0], [1, 0, 3], [0, 4, 0]]
    RealMatrix sparse = new OpenMapRealMatrix(4, 3);
    sparse.setEntry(0, 1, 2);
    sparse.setEntry(2, 0, 1);
    sparse.setEntry(2, 2, 3);
    sparse.setEntry(3, 1, 4);
    Csr a =
        new Csr(
            4,
            3,
            ints(0, 1, 1, 3, 4),
            ints(1, 0, 2, 1),
            vector(2, 1, 3, 4),
            ints(0, 1, 3, 4),
            ints(2, 0, 3, 2),
            vector(1, 2, 4, 3));
    RealMatrix x = matrix(3, 6, 5);
    Tensor out = arena.tensor(4, 6);
    backend.spmm(a, tensor(x), out);
    assertEqual(out, sparse.multiply(x));
    RealMatrix y = matrix(4, 6, 6);
    Tensor back = arena.tensor(3, 6);
    backend.spmm(a.transpose(), tensor(y), back);
    assertEqual(back, sparse.transpose().multiply(y));
  }

  @Test
  void segmentsByHand() {
    Segments segments = new Segments(3, 3, ints(0, 2, 2, 3), ints(0, 0, 2));
    Tensor x = vector(Math.log(1), Math.log(3), 7);
    Tensor sum = arena.tensor(3);
    backend.segmentSum(x, segments, sum);
    assertThat(sum.toDoubles()).containsExactly(new double[] {Math.log(3), 0, 7}, within(CLOSE));
    Tensor y = arena.tensor(3);
    backend.segmentSoftmax(x, segments, y);
    assertThat(y.toDoubles()).containsExactly(new double[] {0.25, 0.75, 1}, within(CLOSE));
    // dx = y(dy − Σ y·dy) with Σ = ¼·4 + ¾·8 = 7
    Tensor dx = arena.tensor(3);
    backend.segmentSoftmaxBackward(y, vector(4, 8, 5), segments, dx);
    assertThat(dx.toDoubles()).containsExactly(new double[] {-0.75, 0.75, 0}, within(CLOSE));
  }

  @Test
  void gruCellByHand() {
    // r = σ(ln 3) = ¾, z = σ(0) = ½, ñ = tanh(0.1 + ¾·0.4) = tanh 0.4
    Tensor gi = arena.copyOf(new double[] {Math.log(3), 0.25, 0.1}, 1, 3);
    Tensor gh = arena.copyOf(new double[] {0, -0.25, 0.4}, 1, 3);
    Tensor h = arena.copyOf(new double[] {2.0}, 1, 1);
    Tensor gates = arena.tensor(1, 3);
    Tensor out = arena.tensor(1, 1);
    backend.gruCell(gi, gh, h, gates, out);
    double n = Math.tanh(0.4);
    assertThat(gates.toDoubles()).containsExactly(new double[] {0.75, 0.5, n}, within(CLOSE));
    assertThat(out.toDoubles()).containsExactly(new double[] {(n + 2) / 2}, within(CLOSE));

    Tensor dgi = arena.tensor(1, 3);
    Tensor dgh = arena.tensor(1, 3);
    Tensor dh = arena.tensor(1, 1);
    backend.gruCellBackward(new GruBackward(gates, gh, h, vector(1).reshape(1, 1), dgi, dgh, dh));
    double dn = 0.5 * (1 - n * n);
    double dr = dn * 0.4 * 0.75 * 0.25;
    double dz = (2 - n) * 0.25;
    assertThat(dgi.toDoubles()).containsExactly(new double[] {dr, dz, dn}, within(CLOSE));
    assertThat(dgh.toDoubles()).containsExactly(new double[] {dr, dz, 0.75 * dn}, within(CLOSE));
    assertThat(dh.toDoubles()).containsExactly(0.5);
  }

  @Test
  void crossEntropyByHand() {
    // Scores ln 1, ln 3 and ln 3, ln 1: softmax (¼, ¾) and (¾, ¼); targets 1 and 1.
    double ln3 = Math.log(3);
    Tensor sessions = arena.copyOf(new double[] {0, ln3, ln3, 0}, 2, 2);
    Tensor items = arena.copyOf(new double[] {1, 0, 0, 1}, 2, 2);
    SoftmaxLoss result =
        backend.softmaxCrossEntropy(new Scorer.Dot(sessions, items), ints(1, 1), true, arena);
    double want = -(Math.log(0.75) + Math.log(0.25)) / 2;
    assertThat(result.loss().toDoubles()).containsExactly(new double[] {want}, within(CLOSE));
    // P = (softmax − [target]) / 2; items are the unit matrix, so dS = P.
    double[] p = {0.125, -0.125, 0.375, -0.375};
    Tensor ds = arena.tensor(2, 2);
    backend.toDense(result.gradients().subList(0, 1), ds);
    assertThat(ds.toDoubles()).containsExactly(p, within(CLOSE));
    Tensor de = arena.tensor(2, 2);
    backend.toDense(result.gradients().subList(1, 2), de);
    double[] pts = {0.375 * ln3, 0.125 * ln3, -0.375 * ln3, -0.125 * ln3};
    assertThat(de.toDoubles()).containsExactly(pts, within(CLOSE));
    assertThat(result.gradients().get(1)).isInstanceOf(GradientTerm.Product.class);
  }

  /** Two steps of the formula of docs/pipeline.md, section 7, with numbers put in. */
  @Test
  void adamByHand() {
    Tensor w = vector(1);
    Tensor m = vector(0);
    Tensor v = vector(0);
    List<GradientTerm> gradient = List.of(new GradientTerm.Dense(vector(0.4), 0));
    backend.adam(w, m, v, gradient, new AdamStep(0.1, 0.5, 0.75, 0, 0.1, 1));
    // g = 0.4 + 0.1·1 = 0.5; m = 0.25; v = 0.0625; m̂ = 0.5; √v̂ = 0.5; w = 1 − 0.1
    assertThat(m.toDoubles()).containsExactly(0.25);
    assertThat(v.toDoubles()).containsExactly(0.0625);
    assertThat(w.toDoubles()).containsExactly(new double[] {0.9}, within(CLOSE));
    backend.adam(w, m, v, gradient, new AdamStep(0.1, 0.5, 0.75, 1, 0.1, 2));
    // g = 0.49; m = 0.125 + 0.245 = 0.37; v = 0.046875 + 0.060025 = 0.1069
    assertThat(m.toDoubles()).containsExactly(new double[] {0.37}, within(CLOSE));
    assertThat(v.toDoubles()).containsExactly(new double[] {0.1069}, within(CLOSE));
    // m̂ = 0.37 / 0.75; √v̂ = √(0.1069 / 0.4375); ε = 1
    double want = 0.9 - 0.1 * (0.37 / 0.75) / (Math.sqrt(0.1069 / 0.4375) + 1);
    assertThat(w.toDoubles()).containsExactly(new double[] {want}, within(CLOSE));
  }

  @Test
  void indicesOutsideTheTableAreRefused() {
    Tensor table = tensor(matrix(3, 2, 7));
    Tensor out = arena.tensor(1, 2);
    for (int index : new int[] {-1, 3}) {
      Ints bad = ints(index);
      assertThatThrownBy(() -> backend.gatherRows(table, bad, out))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("gatherRows: index " + index + " is not in [0, 3)");
    }
  }

  @Test
  void memoryThatWasReleasedIsRefused() {
    Arena step = new Arena(backend);
    Tensor gone = step.tensor(3);
    step.close();
    assertThatThrownBy(gone::toDoubles).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isFoundByNameAndNeverTakenByItself() {
    try (var found = Backends.choose("reference", 1).backend()) {
      assertThat(found.name()).isEqualTo("reference");
      assertThat(found.dtype()).isEqualTo(DType.F64);
      assertThat(found.description()).contains("float64");
    }
    assertThat(new ReferenceProvider().preference()).isNegative();
  }

  private static RealMatrix matrix(int rows, int cols, long seed) {
    RealMatrix matrix = new Array2DRowRealMatrix(rows, cols);
    double[] values = random(rows * cols, seed);
    for (int i = 0; i < values.length; i++) {
      matrix.setEntry(i / cols, i % cols, values[i]);
    }
    return matrix;
  }

  private Tensor tensor(RealMatrix matrix) {
    double[] values = new double[matrix.getRowDimension() * matrix.getColumnDimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.getEntry(i / matrix.getColumnDimension(), i % matrix.getColumnDimension());
    }
    return arena.copyOf(values, matrix.getRowDimension(), matrix.getColumnDimension());
  }

  private Tensor vector(double... values) {
    return arena.copyOf(values, values.length);
  }

  private Ints ints(int... values) {
    return arena.copyOf(values);
  }

  private static void assertEqual(Tensor got, RealMatrix want) {
    double[] values = got.toDoubles();
    int cols = want.getColumnDimension();
    assertThat(values).hasSize(want.getRowDimension() * cols);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(want.getEntry(i / cols, i % cols), within(CLOSE));
    }
  }
}
