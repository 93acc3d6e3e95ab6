package io.sbr.tensor;

/** The element type in which a backend stores and computes real numbers. */
public enum DType {
  /** IEEE 754 single precision, 4 bytes. */
  F32(4),
  /** IEEE 754 double precision, 8 bytes. */
  F64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
