package io.sbr.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * The memory of one training step or one request: everything allocated through it is released when
 * it closes, on the host or on the device, deterministically. Not thread-safe; an arena belongs to
 * one thread at a time.
 */
public final class Arena implements AutoCloseable {
  /** Buffers of a training step, more or less. */
  private static final int USUAL = 250;

  private final Backend backend;
  private final List<Buffer> buffers = new ArrayList<>(USUAL);
  private boolean closed;

  /** An empty arena on a backend. */
  public Arena(Backend backend) {
    this.backend = backend;
  }

  /** Where the memory lives. */
  public Backend backend() {
    return backend;
  }

  /** A tensor whose elements are <em>undefined</em> until a kernel writes them. */
  public Tensor tensor(int... dims) {
    return tensor(Shape.of(dims));
  }

  /** A tensor whose elements are <em>undefined</em> until a kernel writes them. */
  public Tensor tensor(Shape shape) {
    return new Tensor(backend, keep(backend.allocate(shape.size())), 0, shape);
  }

  /** A tensor of one number throughout. */
  public Tensor filled(double value, int... dims) {
    Tensor tensor = tensor(dims);
    backend.fill(tensor, value);
    return tensor;
  }

  /** A tensor of zeros. */
  public Tensor zeros(Shape shape) {
    Tensor tensor = tensor(shape);
    backend.fill(tensor, 0);
    return tensor;
  }

  /** A tensor holding a copy of host values, rounded to the backend's type. */
  public Tensor copyOf(float[] values, int... dims) {
    Tensor tensor = tensor(dims);
    backend.write(values, tensor);
    return tensor;
  }

  /** A tensor holding a copy of host values, rounded to the backend's type. */
  public Tensor copyOf(double[] values, int... dims) {
    Tensor tensor = tensor(dims);
    backend.write(values, tensor);
    return tensor;
  }

  /** An integer vector of undefined content. */
  public Ints ints(int length) {
    return new Ints(backend, keep(backend.allocateInts(length)), length);
  }

  /** An integer vector holding a copy of host values. */
  public Ints copyOf(int[] values) {
    Ints ints = ints(values.length);
    backend.write(values, ints);
    return ints;
  }

  private Buffer keep(Buffer buffer) {
    if (closed) {
      backend.release(buffer);
      throw new IllegalStateException("allocation in a closed arena");
    }
    buffers.add(buffer);
    return buffer;
  }

  /** Releases everything allocated here. Closing twice does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      buffers.forEach(backend::release);
      buffers.clear();
    }
  }
}
