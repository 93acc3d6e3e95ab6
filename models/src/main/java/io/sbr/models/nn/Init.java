package io.sbr.models.nn;

import io.sbr.tensor.Philox;
import io.sbr.tensor.Tensor;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * How a parameter begins: fills a tensor from the random stream of (seed, stream), the same numbers
 * on every backend.
 */
@FunctionalInterface
public interface Init {
  /** Sets every element. */
  void fill(Tensor target, long seed, long stream);

  /** Uniform(low, high). */
  static Init uniform(double low, double high) {
    return (target, seed, stream) -> target.backend().uniform(target, low, high, seed, stream);
  }

  /** Uniform(−bound, bound). */
  static Init uniform(double bound) {
    return uniform(-bound, bound);
  }

  /**
   * As PyTorch begins a linear layer and, with the width of the state, a GRU: U(±1/√in).
   *
   * @param in width of the input
   */
  static Init torch(int in) {
    return uniform(1 / Math.sqrt(in));
  }

  /** Every element 0. */
  static Init zeros() {
    return (target, seed, stream) -> target.backend().fill(target, 0);
  }

  /** Every element 1. */
  static Init ones() {
    return (target, seed, stream) -> target.backend().fill(target, 1);
  }

  /** N(0, deviation²). */
  static Init normal(double deviation) {
    return (target, seed, stream) -> {
      double[] values = normals(target.size(), seed, stream);
      for (int i = 0; i < values.length; i++) {
        values[i] *= deviation;
      }
      target.backend().write(values, target);
    };
  }

  /** U(±√(6/(rows + columns))), rows and columns the last two dimensions (Glorot and Bengio). */
  static Init glorot() {
    return (target, seed, stream) -> {
      int[] dims = target.shape().dims();
      double sum = dims[dims.length - 2] + dims[dims.length - 1];
      uniform(Math.sqrt(6 / sum)).fill(target, seed, stream);
    };
  }

  /**
   * The same for each of three gates that stand below each other, as in a recurrent unit's matrices
   * {@code [3d, in]}: U(±√(6/(d + in))).
   */
  static Init glorotGates() {
    return (target, seed, stream) ->
        uniform(Math.sqrt(6.0 / (target.rows() / 3 + target.cols()))).fill(target, seed, stream);
  }

  /** N(0, 2/(rows + columns)), rows and columns of a matrix (Glorot and Bengio). */
  static Init glorotNormal() {
    return (target, seed, stream) ->
        normal(Math.sqrt(2.0 / (target.rows() + target.cols()))).fill(target, seed, stream);
  }

  /**
   * Orthonormal columns, or rows if there are fewer of them: Q of the QR decomposition of a normal
   * matrix, its signs those that make R's diagonal positive (Saxe et al., 2014).
   */
  static Init orthogonal() {
    return (target, seed, stream) -> {
      int rows = target.rows();
      int cols = target.cols();
      double[] normals = normals(rows * cols, seed, stream);
      RealMatrix tall = new Array2DRowRealMatrix(Math.max(rows, cols), Math.min(rows, cols));
      for (int i = 0; i < normals.length; i++) {
        tall.setEntry(i / tall.getColumnDimension(), i % tall.getColumnDimension(), normals[i]);
      }
      QRDecomposition qr = new QRDecomposition(tall);
      double[] values = new double[rows * cols];
      for (int i = 0; i < values.length; i++) {
        int row = i / cols;
        int col = i % cols;
        int column = rows >= cols ? col : row;
        double q = qr.getQ().getEntry(rows >= cols ? row : col, column);
        values[i] = q * Math.signum(qr.getR().getEntry(column, column));
      }
      target.backend().write(values, target);
    };
  }

  /** Standard normal numbers: Box and Muller's of pairs of uniform ones. */
  private static double[] normals(int count, long seed, long stream) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      double radius =
          StrictMath.sqrt(-2 * StrictMath.log(1 - Philox.uniform(seed, stream, 2L * i)));
      double angle = 2 * Math.PI * Philox.uniform(seed, stream, 2L * i + 1);
      values[i] = radius * StrictMath.cos(angle);
    }
    return values;
  }
}
