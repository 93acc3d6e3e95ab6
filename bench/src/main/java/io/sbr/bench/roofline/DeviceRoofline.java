package io.sbr.bench.roofline;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Shape;
import io.sbr.tensor.Tensor;

/**
 * What a device can do at all, measured through the {@link Backend} contract alone: large copies
 * and a large square product. What a kernel could reach beyond the backend's own product (that of a
 * vendor's library, as a rule) is not seen.
 *
 * @param gflops a square product, 10⁹ operations a second
 * @param memory a copy beyond every cache, 10⁹ bytes read and written a second
 * @param cache the same of a small array, again and again
 * @param roundTrip seconds from the launch of the least kernel until its result is on the host:
 *     part of every timed call
 */
public record DeviceRoofline(double gflops, double memory, double cache, double roundTrip) {
  private static final int RUNS = 10;

  /**
   * Sizes that fill a GPU.
   *
   * @param rows of the square product
   * @param large numbers in a copy beyond the caches
   * @param small numbers in a copy within them
   * @param passes small copies that are waited for together
   */
  public record Sizes(int rows, int large, int small, int passes) {
    /** 4096³; 512 MiB, 4 MiB. */
    public static final Sizes FULL = new Sizes(4096, 128 << 20, 1 << 20, 256);
  }

  /**
   * Measures a device; some seconds.
   *
   * @throws IllegalArgumentException for an emulated one, which has no ceilings
   */
  public static DeviceRoofline measure(Backend backend, Sizes sizes) {
    if (Device.of(backend).emulated()) {
      throw new IllegalArgumentException("no ceilings of " + backend.description());
    }
    double rows = sizes.rows;
    double copied = 2.0 * backend.dtype().bytes();
    double memory = copied * sizes.large / copies(backend, sizes.large, 1);
    double cache = copied * sizes.small * sizes.passes / copies(backend, sizes.small, sizes.passes);
    return new DeviceRoofline(
        2 * rows * rows * rows / product(backend, sizes.rows) / 1e9,
        memory / 1e9,
        Math.max(memory, cache) / 1e9,
        copies(backend, 1, 1));
  }

  /** As the ceilings that results are held against. */
  public Roofline asCeilings() {
    return new Roofline(1, gflops, memory, cache);
  }

  private static double product(Backend backend, int rows) {
    try (Arena arena = new Arena(backend)) {
      Tensor a = random(arena, 1, rows, rows);
      Tensor b = random(arena, 2, rows, rows);
      Tensor out = arena.tensor(rows, rows);
      return best(backend, out, () -> backend.matmul(a, false, b, false, out, false));
    }
  }

  private static double copies(Backend backend, int size, int passes) {
    try (Arena arena = new Arena(backend)) {
      Tensor from = random(arena, 3, size);
      Tensor to = arena.tensor(size);
      return best(
          backend,
          to,
          () -> {
            for (int pass = 0; pass < passes; pass++) {
              backend.copy(from, to);
            }
          });
    }
  }

  private static Tensor random(Arena arena, int stream, int... dims) {
    Tensor tensor = arena.tensor(dims);
    arena.backend().uniform(tensor, -1, 1, 1, stream);
    return tensor;
  }

  /** Seconds of the fastest of several runs, each ended by reading one number of the result. */
  private static double best(Backend backend, Tensor result, Runnable work) {
    Tensor one = new Tensor(backend, result.buffer(), result.offset(), Shape.of(1));
    float[] host = new float[1];
    long best = Long.MAX_VALUE;
    for (int run = -2; run < RUNS; run++) {
      backend.read(one, host);
      long begin = System.nanoTime();
      work.run();
      backend.read(one, host);
      if (run >= 0) {
        best = Math.min(best, System.nanoTime() - begin);
      }
    }
    return best * 1e-9;
  }
}
