package io.sbr.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The dimensions of a tensor. Kernels see every tensor as a matrix of {@link #rows()} × {@link
 * #cols()}: the first dimension by the product of the others. A vector {@code [n]} is n rows of one
 * column, a scalar {@code []} one row of one column. Published shapes (for example {@code [1, d]})
 * are kept as they are for checkpoints.
 */
public final class Shape {
  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * A shape of the given dimensions; none for a scalar.
   *
   * @throws IllegalArgumentException if a dimension is negative or the size overflows an int
   */
  public static Shape of(int... dims) {
    long size = 1;
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative dimension in shape " + Arrays.toString(dims));
      }
      size *= Math.max(dim, 1); // an empty matrix, too, must have a countable row
      if (size > Integer.MAX_VALUE - 64) {
        throw new IllegalArgumentException("shape too large: " + Arrays.toString(dims));
      }
    }
    return new Shape(dims.clone());
  }

  /**
   * Some rows of this shape as a matrix. Views are made by the dozen in a step, so nothing is
   * checked or copied here: they are no larger than what they are of.
   */
  Shape rowRange(int rows) {
    return new Shape(new int[] {rows, cols()});
  }

  /** Number of dimensions. */
  public int rank() {
    return dims.length;
  }

  /** Dimension {@code axis}, counted from 0. */
  public int dim(int axis) {
    return dims[axis];
  }

  /** A copy of all dimensions. */
  public int[] dims() {
    return dims.clone();
  }

  /** The first dimension; 1 for a scalar. */
  public int rows() {
    return dims.length == 0 ? 1 : dims[0];
  }

  /** The product of all dimensions after the first; 1 for vectors and scalars. */
  public int cols() {
    int product = 1;
    for (int axis = 1; axis < dims.length; axis++) {
      product *= dims[axis];
    }
    return product;
  }

  /** Number of elements. */
  public int size() {
    return rows() * cols();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** For example {@code [357, 100]}. */
  @Override
  public String toString() {
    return Arrays.stream(dims)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
