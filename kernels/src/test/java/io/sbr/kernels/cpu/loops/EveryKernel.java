package io.sbr.kernels.cpu.loops;

import io.sbr.kernels.cpu.CpuBackend;
import io.sbr.kernels.cpu.engine.ItemPanels;
import java.util.Arrays;

/**
 * A program that runs every loop over vectors until the compilers have seen it: all panels in both
 * layouts of the left side, and a training step of every kind of kernel.
 */
final class EveryKernel {
  private static final int ROWS = 25;
  private static final int DEPTH = 40;

  /** Every loop is hot by then: HotSpot's first compiler takes a method after 200 calls. */
  private static final int ROUNDS = 120;

  private EveryKernel() {}

  /** Runs and ends. */
  public static void main(String[] args) {
    Loops loops = new VectorLoops();
    try (CpuBackend backend = new CpuBackend(loops, 1)) {
      for (int round = 0; round < ROUNDS; round++) {
        panels(loops);
        SampleStep.hash(backend, 12, 40, 20);
      }
    }
  }

  private static void panels(Loops loops) {
    int most = Math.max(4 * loops.lanes(), ItemPanels.WIDTH);
    float[] a = new float[ROWS * DEPTH];
    float[] b = new float[DEPTH * most];
    float[] c = new float[ROWS * most];
    Arrays.fill(a, 1);
    Arrays.fill(b, 1);
    for (int vectors = 2; vectors <= 4; vectors++) {
      int width = vectors * loops.lanes();
      if (loops.panelWidth(width) == width) {
        MatrixView rows = MatrixView.rows(a, 0, DEPTH);
        MatrixView columns = MatrixView.rows(a, 0, ROWS).transposed();
        MatrixView right = MatrixView.rows(b, 0, width);
        MatrixView out = MatrixView.rows(c, 0, width);
        for (boolean add : new boolean[] {false, true}) {
          loops.multiplyPanel(0, ROWS, 0, width, DEPTH, rows, right, out, add);
          loops.multiplyPanel(0, ROWS, 0, width, DEPTH, columns, right, out, add);
        }
      }
    }
    loops.multiplyRow(ItemPanels.WIDTH, DEPTH, a, 0, b, 0, c, 0);
  }
}
