package io.sbr.kernels.cuda.engine;

/** Numbers of blocks, from the shape of the work alone. */
public final class Grid {
  /** Threads of a block in most kernels. */
  public static final int THREADS = 256;

  private static final int WARPS = THREADS / 32;

  private Grid() {}

  /** Blocks of {@link #THREADS} for one thread per element. */
  public static int elements(long n) {
    return parts(n, THREADS);
  }

  /** Blocks of {@link #THREADS} for one warp per row. */
  public static int warps(long n) {
    return parts(n, WARPS);
  }

  /** Blocks for tiles of scores: each takes {@code each} items of one session. */
  public static int tiles(int items, int each, int sessions) {
    return Math.multiplyExact(parts(items, each), sessions);
  }

  /** How many parts of {@code size} hold n. */
  public static int parts(long n, int size) {
    return Math.toIntExact((n + size - 1) / size);
  }
}
