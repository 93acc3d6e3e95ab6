package io.sbr.tensor;

/**
 * A dense row-major array of real numbers that lives on a backend: a shape, a buffer, and where in
 * the buffer it begins. Tensors are handles; they hold no numbers that Java code could read without
 * asking the backend for a copy.
 */
public final class Tensor {
  private final Backend backend;
  private final Buffer buffer;
  private final int offset;
  private final Shape shape;

  /**
   * A view of {@code shape.size()} elements of {@code buffer}, beginning at element {@code offset}.
   *
   * @throws IllegalArgumentException if the buffer is too short
   */
  public Tensor(Backend backend, Buffer buffer, int offset, Shape shape) {
    if (offset < 0 || (long) offset + shape.size() > buffer.length()) {
      throw new IllegalArgumentException(
          "shape " + shape + " at " + offset + " does not fit a buffer of " + buffer.length());
    }
    this.backend = backend;
    this.buffer = buffer;
    this.offset = offset;
    this.shape = shape;
  }

  /** The backend that holds the numbers. */
  public Backend backend() {
    return backend;
  }

  /** The memory; meaningful only to {@link #backend()}. */
  public Buffer buffer() {
    return buffer;
  }

  /** First element of this tensor within its buffer. */
  public int offset() {
    return offset;
  }

  /** The dimensions. */
  public Shape shape() {
    return shape;
  }

  /** First dimension; see {@link Shape#rows()}. */
  public int rows() {
    return shape.rows();
  }

  /** Product of the other dimensions; see {@link Shape#cols()}. */
  public int cols() {
    return shape.cols();
  }

  /** Number of elements. */
  public int size() {
    return shape.size();
  }

  /**
   * Rows {@code [from, to)} of this matrix as a view on the same memory, shape {@code [to - from,
   * cols]}.
   */
  public Tensor rowRange(int from, int to) {
    if (from < 0 || to < from || to > rows()) {
      throw new IllegalArgumentException("rows [" + from + ", " + to + ") of " + shape);
    }
    return new Tensor(backend, buffer, offset + from * cols(), shape.rowRange(to - from));
  }

  /** The same elements in another shape of equal size. */
  public Tensor reshape(int... dims) {
    Shape other = Shape.of(dims);
    if (other.size() != size()) {
      throw new IllegalArgumentException("cannot reshape " + shape + " to " + other);
    }
    return new Tensor(backend, buffer, offset, other);
  }

  /** A copy on the host, rounded to single precision where the backend computes in double. */
  public float[] toFloats() {
    float[] host = new float[size()];
    backend.read(this, host);
    return host;
  }

  /** A copy on the host, widened where the backend computes in single precision. */
  public double[] toDoubles() {
    double[] host = new double[size()];
    backend.read(this, host);
    return host;
  }

  @Override
  public String toString() {
    return backend.dtype() + shape.toString();
  }
}
