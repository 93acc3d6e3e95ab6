package io.sbr.kernels.cpu.loops;

import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;

/**
 * Products of one panel on vectors: which block of {@link MicroKernels} computes what.
 *
 * <p>A block is as large as it may be with registers to spare. One that fills them all is a little
 * faster where the compiler finds the one way to place it, and three times slower where, by chance,
 * it does not (docs/performance.md, "The micro-kernel").
 */
final class VectorPanels {
  private static final int W = VectorLoops.SPECIES.length();

  /**
   * Whether there are 32 vector registers, as AVX-512 has, or 16. The system property {@code
   * sbr.simd.registers} says otherwise, for tests of the one kind of kernels on a machine for the
   * other.
   */
  private static final boolean MANY_REGISTERS =
      Integer.getInteger("sbr.simd.registers", W == 16 ? 32 : 16) >= 32;

  private VectorPanels() {}

  /** Panels of 4 vectors, or of 3 and 2 where that leaves no single one over. */
  static int width(int columns) {
    int vectors = columns / W;
    if (vectors <= 3) {
      return columns;
    }
    if (vectors == 4) {
      return (MANY_REGISTERS ? 4 : 2) * W;
    }
    return (MANY_REGISTERS && vectors >= 7 ? 4 : 3) * W;
  }

  /** Rows of the block that is as wide as the widest panel. */
  static int rows(boolean columnsStandTogether) {
    return blockRows(MANY_REGISTERS ? 4 : 3, columnsStandTogether);
  }

  private static int blockRows(int vectors, boolean columnsStandTogether) {
    if (MANY_REGISTERS) {
      return vectors == 4 ? 4 : 6;
    }
    if (vectors == 3) {
      return 3;
    }
    return columnsStandTogether ? 4 : 5;
  }

  /** See {@link Loops#multiplyPanel}. */
  static void multiply(
      int rows,
      int width,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    int vectors = width / W;
    int done = 0;
    if (aStep != 1) {
      int block = blockRows(vectors, true);
      if (aRow == 1) {
        for (; done <= rows - block; done += block) {
          int ci = cAt + done * cRow;
          ofColumns(vectors, k, a, aAt + done, aStep, b, bAt, bRow, c, ci, cRow, add);
        }
      }
      if (done == rows) {
        return;
      }
      // Fewer rows than a block has: it would read beside them.
      int left = rows - done;
      float[] copy = Scratch.floats(Slot.LEFT_ROWS, left * k);
      copyRows(left, k, a, aAt + done * aRow, aRow, aStep, copy);
      a = copy;
      aAt = -done * k;
      aRow = k;
    }
    int block = blockRows(vectors, false);
    for (; done < rows; done += block) {
      int n = Math.min(block, rows - done);
      int ai = aAt + done * aRow;
      int ci = cAt + done * cRow;
      ofRows(vectors, n, k, a, ai, aRow, b, bAt, bRow, c, ci, cRow, add);
    }
  }

  private static void copyRows(
      int rows, int k, float[] a, int aAt, int aRow, int aStep, float[] copy) {
    for (int i = 0; i < rows; i++) {
      int from = aAt + i * aRow;
      int to = i * k;
      for (int p = 0; p < k; p++) {
        copy[to + p] = a[from + p * aStep];
      }
    }
  }

  private static void ofRows(
      int vectors,
      int rows,
      int k,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    if (MANY_REGISTERS) {
      switch (vectors) {
        case 4 -> MicroKernels.rows4by4(rows, k, a, aAt, aRow, b, bAt, bRow, c, cAt, cRow, add);
        case 3 -> MicroKernels.rows6by3(rows, k, a, aAt, aRow, b, bAt, bRow, c, cAt, cRow, add);
        default -> MicroKernels.rows6by2(rows, k, a, aAt, aRow, b, bAt, bRow, c, cAt, cRow, add);
      }
    } else if (vectors == 3) {
      MicroKernels.rows3by3(rows, k, a, aAt, aRow, b, bAt, bRow, c, cAt, cRow, add);
    } else {
      MicroKernels.rows5by2(rows, k, a, aAt, aRow, b, bAt, bRow, c, cAt, cRow, add);
    }
  }

  private static void ofColumns(
      int vectors,
      int k,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    if (MANY_REGISTERS) {
      switch (vectors) {
        case 4 -> MicroKernels.columns4by4(k, a, aAt, aStep, b, bAt, bRow, c, cAt, cRow, add);
        case 3 -> MicroKernels.columns6by3(k, a, aAt, aStep, b, bAt, bRow, c, cAt, cRow, add);
        default -> MicroKernels.columns6by2(k, a, aAt, aStep, b, bAt, bRow, c, cAt, cRow, add);
      }
    } else if (vectors == 3) {
      MicroKernels.columns3by3(k, a, aAt, aStep, b, bAt, bRow, c, cAt, cRow, add);
    } else {
      MicroKernels.columns4by2(k, a, aAt, aStep, b, bAt, bRow, c, cAt, cRow, add);
    }
  }
}
