package io.sbr.kernels.cpu.engine;

import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.MatrixView;
import io.sbr.kernels.cpu.loops.PlainProduct;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * One small product by a backend's own loops and by plain ones, in turns, by processor time: what
 * else the machine does takes none of it. Plain loops are called directly and never as {@link
 * Loops}: a second kind of these in the process would slow all calls to the first.
 */
final class SpeedComparison implements SpeedWatch.Comparison {
  /** Rows of C: whole blocks of 3, 4 and 6. */
  private static final int ROWS = 48;

  private static final int DEPTH = 96;

  /** The fastest of these counts, as noise only ever takes away. */
  private static final int ROUNDS = 20;

  /** Where vectors are objects, a round alone takes milliseconds. */
  private static final long MOST_NANOS = 30_000_000;

  private final Loops loops;
  private final Gemm gemm;

  SpeedComparison(Loops loops) {
    this.loops = loops;
    gemm = new Gemm(loops);
  }

  @Override
  public double speed(int columns) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    if (!threads.isCurrentThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
      return Double.NaN;
    }
    boolean oneRow = columns == SpeedWatch.ONE_ROW;
    int n = oneRow ? ItemPanels.WIDTH : columns;
    float[] a = filled(ROWS * DEPTH);
    float[] b = filled(DEPTH * n); // of equal numbers, so that panels look like rows
    float[] c = new float[ROWS * n];
    float[][] plainB = new float[DEPTH][n];
    Arrays.stream(plainB).forEach(row -> Arrays.fill(row, b[0]));
    float[][] plainC = new float[ROWS][n];
    long vector = Long.MAX_VALUE;
    long plain = Long.MAX_VALUE;
    long begin = threads.getCurrentThreadCpuTime();
    long now = begin;
    for (int round = 0; round < ROUNDS && now - begin < MOST_NANOS; round++) {
      if (oneRow) {
        for (int i = 0; i < ROWS; i++) {
          loops.multiplyRow(n, DEPTH, a, i * DEPTH, b, 0, c, i * n);
        }
      } else {
        MatrixView left = MatrixView.rows(a, 0, DEPTH);
        gemm.multiplyPacked(ROWS, n, DEPTH, left, b, 0, MatrixView.rows(c, 0, n), false);
      }
      long between = threads.getCurrentThreadCpuTime();
      multiplyPlain(a, plainB, plainC, n);
      vector = Math.min(vector, between - now);
      now = threads.getCurrentThreadCpuTime();
      plain = Math.min(plain, now - between);
    }
    // A clock of coarse ticks sees no time at all in one or the other.
    return vector > 0 && plain > 0 ? (double) plain / vector : Double.NaN;
  }

  private static float[] filled(int length) {
    float[] numbers = new float[length];
    Arrays.fill(numbers, 0.5f);
    return numbers;
  }

  private static void multiplyPlain(float[] a, float[][] b, float[][] c, int n) {
    int step = PlainProduct.DEPTH;
    float[][] four = new float[step][];
    for (float[] row : c) {
      Arrays.fill(row, 0);
    }
    for (int p = 0; p < DEPTH; p += step) {
      System.arraycopy(b, p, four, 0, step);
      for (int i = 0; i < ROWS; i++) {
        int at = i * DEPTH + p;
        PlainProduct.addFour(c[i], four, a[at], a[at + 1], a[at + 2], a[at + 3], n);
      }
    }
  }
}
