package io.sbr.bench.growth;

/**
 * A training step of some size: how long it takes and how long it must.
 *
 * @param items N
 * @param hidden width, d
 * @param batch sessions, B
 * @param median milliseconds of a step
 * @param min milliseconds of the fastest step
 * @param floor milliseconds of products at the full rate, then Adam ({@link
 *     io.sbr.bench.roofline.ModelWork#stepFloor})
 * @param gflops products' operations, 10⁹ a second, at the median
 */
record GrowthPoint(
    int items, int hidden, int batch, double median, double min, double floor, double gflops) {

  /** One of the three sizes, and how to read it. */
  enum Axis {
    ITEMS("items"),
    HIDDEN("hidden"),
    BATCH("batch");

    final String label;

    Axis(String label) {
      this.label = label;
    }

    int of(GrowthPoint point) {
      return switch (this) {
        case ITEMS -> point.items;
        case HIDDEN -> point.hidden;
        case BATCH -> point.batch;
      };
    }
  }

  /** Whether the two differ at most in this size. */
  boolean along(Axis axis, GrowthPoint other) {
    for (Axis each : Axis.values()) {
      if (each != axis && each.of(this) != each.of(other)) {
        return false;
      }
    }
    return true;
  }
}
