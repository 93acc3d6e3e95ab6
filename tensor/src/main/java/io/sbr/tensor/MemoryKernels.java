package io.sbr.tensor;

/** Allocation, host transfer, filling and copying. */
public interface MemoryKernels {
  /** Memory for {@code elements} real numbers, of undefined content. */
  Buffer allocate(int elements);

  /** Memory for {@code elements} integers, of undefined content. */
  Buffer allocateInts(int elements);

  /** Gives a buffer back. It must not be used, nor released, again. */
  void release(Buffer buffer);

  /** Bytes of all buffers that are allocated and not yet released, as asked for. */
  long liveBytes();

  /** Host to device; rounds to the backend's type. */
  void write(float[] source, Tensor target);

  /** Host to device; rounds to the backend's type. */
  void write(double[] source, Tensor target);

  /** Host to device. */
  void write(int[] source, Ints target);

  /** Device to host; rounds where the backend computes in double. */
  void read(Tensor source, float[] target);

  /** Device to host; exact. */
  void read(Tensor source, double[] target);

  /** Device to host. */
  void read(Ints source, int[] target);

  /** Sets every element. */
  void fill(Tensor target, double value);

  /** target = source; both of the same size. */
  void copy(Tensor source, Tensor target);

  /**
   * Element i becomes low + (high − low)·u(i), with u(i) in [0, 1) a function of (seed, stream, i)
   * alone: see {@link Philox#uniform}. All backends draw the same numbers, up to the final
   * rounding.
   */
  void uniform(Tensor target, double low, double high, long seed, long stream);

  /** Whether every element is finite (neither NaN nor infinite). Waits for the device. */
  boolean allFinite(Tensor x);
}
