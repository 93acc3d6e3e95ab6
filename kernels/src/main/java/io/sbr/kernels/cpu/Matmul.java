package io.sbr.kernels.cpu;

import io.sbr.kernels.cpu.Scratch.Slot;
import java.util.Arrays;

/**
 * out = op(A)·op(B) of any shape, cut into tasks by shape alone. A tall result is cut by rows with
 * B packed once for all, a wide one by columns with each task packing its own, a small result of a
 * deep product (gradients over a whole catalogue) by depth, with partial sums added in order. Of a
 * few rows it is they that are packed.
 */
final class Matmul {
  /** Operations below which a second thread costs more than it gives, about 20 µs of work. */
  private static final long WORTH_SPLITTING = 2_000_000;

  private static final int ROW_BLOCK = 48;
  private static final int COLUMN_BLOCK = 128;

  /** Depth of B that is packed at once: a panel of it stays in the cache. */
  private static final int DEPTH_BLOCK = 256;

  /** Rows of A up to which packing them costs less than packing a transposed B. */
  private static final int FEW = 24;

  private static final int SLAB = 2048;
  private static final int DEEP = 2 * SLAB;
  private static final int SMALL_RESULT = 1 << 16;

  private final Gemm gemm;
  private final Loops loops;
  private final ThreadTeam team;
  private final CpuMemory memory;

  Matmul(Engine engine) {
    gemm = engine.gemm();
    loops = engine.loops();
    team = engine.team();
    memory = engine.memory();
  }

  /**
   * A product's sides: element (i, p) of op(A) is {@code a[aAt + i·aRow + p·aStep]}, element (p, j)
   * of op(B) {@code b[bAt + p·bRow + j·bStep]}, element (i, j) of the result {@code c[cAt + i·n +
   * j]}.
   */
  record Product(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bRow,
      int bStep,
      float[] c,
      int cAt) {}

  /** C = A·B, or C += A·B. */
  void multiply(Product p, boolean add) {
    if (p.k == 0) {
      Arrays.fill(p.c, p.cAt, add ? p.cAt : p.cAt + p.m * p.n, 0);
    } else if (p.k >= DEEP && (long) p.m * p.n <= SMALL_RESULT) {
      deep(p, add);
    } else if (isFew(p.m) && p.n > FEW && p.bRow == 1) {
      few(p, add);
    } else if (p.n >= p.m) {
      wide(p, add);
    } else {
      tall(p, add);
    }
  }

  private void tall(Product p, boolean add) {
    for (int from = 0; from < p.k; from += DEPTH_BLOCK) {
      int depth = Math.min(DEPTH_BLOCK, p.k - from);
      int first = from;
      float[] panels = Scratch.floats(Slot.PANELS, depth * gemm.padded(p.n));
      gemm.pack(depth, p.n, p.b, p.bAt + from * p.bRow, p.bRow, p.bStep, panels);
      forEach(
          p,
          blocks(p.m, ROW_BLOCK),
          task -> {
            int row = task * ROW_BLOCK;
            int rows = Math.min(ROW_BLOCK, p.m - row);
            int a = p.aAt + row * p.aRow + first * p.aStep;
            int c = p.cAt + row * p.n;
            gemm.multiplyPacked(
                rows, p.n, depth, p.a, a, p.aRow, p.aStep, panels, p.c, c, p.n, add || first > 0);
          });
    }
  }

  /** They must fit one panel. */
  private boolean isFew(int rows) {
    int width = gemm.padded(rows);
    return rows <= FEW && loops.panelWidth(width) == width;
  }

  /** Cᵀ = Bᵀ·Aᵀ, with B in place, turned back: the same chains of additions. */
  private void few(Product p, boolean add) {
    int width = gemm.padded(p.m);
    for (int from = 0; from < p.k; from += DEPTH_BLOCK) {
      int depth = Math.min(DEPTH_BLOCK, p.k - from);
      int first = from;
      float[] panel = Scratch.floats(Slot.PANELS, depth * width);
      gemm.pack(depth, p.m, p.a, p.aAt + from * p.aStep, p.aStep, p.aRow, panel);
      forEach(
          p,
          blocks(p.n, COLUMN_BLOCK),
          task -> {
            int column = task * COLUMN_BLOCK;
            int columns = Math.min(COLUMN_BLOCK, p.n - column);
            int b = p.bAt + first * p.bRow + column * p.bStep;
            float[] turned = Scratch.floats(Slot.EDGE, columns * width);
            loops.multiplyPanel(
                columns, width, depth, p.b, b, p.bStep, p.bRow, panel, 0, width, turned, 0, width,
                false);
            for (int i = 0; i < p.m; i++) {
              int c = p.cAt + i * p.n + column;
              for (int j = 0; j < columns; j++) {
                float product = turned[j * width + i];
                p.c[c + j] = add || first > 0 ? product + p.c[c + j] : product;
              }
            }
          });
    }
  }

  private void wide(Product p, boolean add) {
    forEach(
        p,
        blocks(p.n, COLUMN_BLOCK),
        task -> {
          int column = task * COLUMN_BLOCK;
          int columns = Math.min(COLUMN_BLOCK, p.n - column);
          multiplyDepth(p, 0, p.k, column, columns, p.c, p.cAt + column, p.n, add);
        });
  }

  private void deep(Product p, boolean add) {
    int slabs = blocks(p.k, SLAB);
    int size = p.m * p.n;
    float[] partial = memory.borrow(slabs * size);
    forEach(
        p,
        slabs,
        slab -> {
          int to = Math.min(p.k, (slab + 1) * SLAB);
          multiplyDepth(p, slab * SLAB, to, 0, p.n, partial, slab * size, p.n, false);
        });
    if (!add) {
      Arrays.fill(p.c, p.cAt, p.cAt + size, 0);
    }
    for (int slab = 0; slab < slabs; slab++) {
      loops.add(p.c, p.cAt, partial, slab * size, p.c, p.cAt, size);
    }
    memory.giveBack(partial);
  }

  /** c = or += A[:, from..to) · B[from..to), for some columns, in this thread. */
  private void multiplyDepth(
      Product p,
      int from,
      int to,
      int column,
      int columns,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    for (int first = from; first < to; first += DEPTH_BLOCK) {
      int depth = Math.min(DEPTH_BLOCK, to - first);
      float[] panels = Scratch.floats(Slot.PANELS, depth * gemm.padded(columns));
      int b = p.bAt + first * p.bRow + column * p.bStep;
      gemm.pack(depth, columns, p.b, b, p.bRow, p.bStep, panels);
      int a = p.aAt + first * p.aStep;
      gemm.multiplyPacked(
          p.m, columns, depth, p.a, a, p.aRow, p.aStep, panels, c, cAt, cRow, add || first > from);
    }
  }

  private void forEach(Product p, int tasks, ThreadTeam.Task task) {
    if (2L * p.m * p.n * p.k >= WORTH_SPLITTING) {
      team.run(tasks, task);
    } else {
      for (int i = 0; i < tasks; i++) {
        task.run(i);
      }
    }
  }

  private static int blocks(int size, int block) {
    return (size + block - 1) / block;
  }
}
