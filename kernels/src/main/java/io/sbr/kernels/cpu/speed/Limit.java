package io.sbr.kernels.cpu.speed;

/** What keeps a kernel from being faster. */
public enum Limit {
  /** Multiply-adds; a kernel's work is counted in operations, its speed in GFLOP/s. */
  ARITHMETIC("GFLOP/s"),

  /** Memory; a kernel's work is counted in bytes, its speed in GB/s. */
  MEMORY("GB/s");

  private final String unit;

  Limit(String unit) {
    this.unit = unit;
  }

  /** Of a speed, 10⁹ operations or bytes a second. */
  public String unit() {
    return unit;
  }
}
