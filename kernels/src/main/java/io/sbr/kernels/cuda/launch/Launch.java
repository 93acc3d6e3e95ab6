package io.sbr.kernels.cuda.launch;

import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Tensor;

/** The arguments of one launch, in the order of the kernel's parameters; then its grid. */
public final class Launch {
  private static final long LOW = 0xFFFF_FFFFL;

  private final Launcher launcher;
  private final String name;
  private final long[] values = new long[Launcher.PARAMETERS];
  private int count;
  private long wide;

  Launch(Launcher launcher, String name) {
    this.launcher = launcher;
    this.name = name;
  }

  /** Address of a tensor's first element. */
  public Launch pointer(Tensor tensor) {
    return pointer(CudaBuffer.address(tensor));
  }

  /** Address of the first integer. */
  public Launch pointer(Ints ints) {
    return pointer(CudaBuffer.address(ints));
  }

  /** A device address; 0 for none. */
  public Launch pointer(long address) {
    return i64(address);
  }

  /** A parameter of four bytes. */
  public Launch i32(int value) {
    return add(value & LOW);
  }

  /** A parameter of eight bytes. */
  public Launch i64(long value) {
    wide |= 1L << count;
    return add(value);
  }

  /** A float, rounded to single precision. */
  public Launch f32(double value) {
    return add(Float.floatToRawIntBits((float) value) & LOW);
  }

  private Launch add(long bits) {
    values[count++] = bits;
    return this;
  }

  /** Launches {@code blocks} blocks; none, and nothing happens. */
  public void grid(int blocks, int threads) {
    launcher.launch(this, blocks, threads);
  }

  String name() {
    return name;
  }

  int count() {
    return count;
  }

  /** Bit i is set where argument i has eight bytes. */
  long wide() {
    return wide;
  }

  /** The bits of argument i; the lower four bytes come first, as the device reads them. */
  long value(int i) {
    return values[i];
  }
}
