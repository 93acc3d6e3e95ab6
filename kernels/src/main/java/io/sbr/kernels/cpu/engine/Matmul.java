package io.sbr.kernels.cpu.engine;

import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.loops.MatrixView;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.kernels.cpu.memory.Scratch;
import io.sbr.kernels.cpu.memory.Scratch.Slot;
import java.util.Arrays;

/**
 * out = op(A)·op(B) of any shape, cut into tasks by shape alone: a tall result by rows, a wide one
 * (scores) by columns, a small one of a deep product (gradients over a whole catalogue) by depth,
 * with partial sums added in order.
 *
 * <p>Of a few rows it is they that are packed. No packed B goes from one thread to another: to pack
 * a small one again costs less than to fetch from another core's cache what that one has just
 * written.
 */
public final class Matmul {
  /** Operations below which a second thread costs more than it gives, about 20 µs of work. */
  private static final long WORTH_SPLITTING = 2_000_000;

  /** Tasks that are enough to keep threads equally busy to the end. */
  private static final int TASKS = 20;

  /** Rows of a task: a multiple of this, for it is one of every vector kernel's block of rows. */
  private static final int ROWS = 24;

  private static final int MOST_ROWS = 240;

  /** Columns of a task at most, about. */
  private static final int MOST_COLUMNS = 512;

  /**
   * Depth that is packed at once: much, for a result that is added to is read and written again.
   */
  private static final int DEPTH = 1024;

  /** Numbers of B that are used at once, about: they stay in the L2 cache. */
  private static final int CACHED = 1 << 17;

  /** Rows of A up to which packing them costs less than packing a transposed B. */
  private static final int FEW = 24;

  /** Columns of a task where A is few rows. */
  private static final int FEW_COLUMNS = 128;

  /** Depth from which a small result is cut by depth: by rows or columns it gives few tasks. */
  private static final int DEEP = 4 * DEPTH;

  private static final int SMALL_RESULT = 1 << 16;

  private final Gemm gemm;
  private final Loops loops;
  private final ThreadTeam team;
  private final CpuMemory memory;
  private final SpeedWatch watch;

  /** Columns of the widest panel. */
  private final int panel;

  /** Products on an engine's threads. */
  public Matmul(Engine engine) {
    gemm = engine.gemm();
    loops = engine.loops();
    team = engine.team();
    memory = engine.memory();
    watch = engine.watch();
    panel = loops.panelWidth(Integer.MAX_VALUE);
  }

  /**
   * A product: C {@code [m, n]}, A {@code [m, k]}, B {@code [k, n]}.
   *
   * @param m rows of C
   * @param n columns of C
   * @param k columns of A, rows of B
   * @param a op(A), of either direction
   * @param b op(B), of either direction
   * @param c the result, without gaps
   */
  public record Product(int m, int n, int k, MatrixView a, MatrixView b, MatrixView c) {}

  /** C = A·B, or C += A·B. */
  public void multiply(Product p, boolean add) {
    if (!isLarge(p)) {
      compute(p, add);
      return;
    }
    long begin = watch.begin();
    compute(p, add);
    watch.end(begin, transposed(p) ? p.m : p.n);
  }

  private void compute(Product p, boolean add) {
    if (p.k == 0) {
      int at = p.c.offset();
      Arrays.fill(p.c.array(), at, add ? at : at + p.m * p.n, 0);
    } else if (p.k >= DEEP && (long) p.m * p.n <= SMALL_RESULT) {
      byDepth(p, add);
    } else if (transposed(p)) {
      ofFew(p, add);
    } else if (p.m > p.n || p.m >= TASKS * ROWS && p.n < TASKS * MOST_COLUMNS) {
      byRows(p, add);
    } else {
      byColumns(p, add);
    }
  }

  /** Rows {@code [first, first + depth)} of B, columns {@code [column, column + columns)}. */
  private record Part(int first, int depth, int column, int columns) {}

  private void byRows(Product p, boolean add) {
    int rowBlock = Math.max(ROWS, Math.min(MOST_ROWS, p.m / TASKS / ROWS * ROWS));
    int most = TASKS * MOST_COLUMNS;
    for (int first = 0; first < p.k; first += DEPTH) {
      for (int column = 0; column < p.n; column += most) {
        Part part =
            new Part(first, Math.min(DEPTH, p.k - first), column, Math.min(most, p.n - column));
        forEach(
            p,
            blocks(p.m, rowBlock),
            task -> {
              int row = task * rowBlock;
              int rows = Math.min(rowBlock, p.m - row);
              float[] panels =
                  Scratch.filled(Slot.PANELS, packed(part), part, to -> pack(p, part, to));
              MatrixView a = p.a.from(row, part.first);
              MatrixView c = p.c.from(row, part.column);
              multiplyPacked(rows, a, part, panels, c, add || part.first > 0);
            });
      }
    }
  }

  /** Whether it is A that is packed, its rows being few and B transposed. */
  private boolean transposed(Product p) {
    return isFew(p.m) && p.n > FEW && p.b.rowStride() == 1;
  }

  /** They must fit one panel. */
  private boolean isFew(int rows) {
    int width = gemm.padded(rows);
    return rows <= FEW && loops.panelWidth(width) == width;
  }

  /** Cᵀ = Bᵀ·Aᵀ, with B in place, transposed back: the same chains of additions. */
  private void ofFew(Product p, boolean add) {
    int width = gemm.padded(p.m);
    for (int from = 0; from < p.k; from += DEPTH) {
      int depth = Math.min(DEPTH, p.k - from);
      int first = from;
      float[] rows = Scratch.floats(Slot.PANELS, depth * width);
      gemm.pack(depth, p.m, p.a.from(0, from).transposed(), rows, 0);
      MatrixView right = MatrixView.rows(rows, 0, width);
      forEach(
          p,
          blocks(p.n, FEW_COLUMNS),
          task -> {
            int column = task * FEW_COLUMNS;
            int columns = Math.min(FEW_COLUMNS, p.n - column);
            float[] transposed = Scratch.floats(Slot.EDGE, columns * width);
            MatrixView result = MatrixView.rows(transposed, 0, width);
            MatrixView left = p.b.from(first, column).transposed();
            loops.multiplyPanel(0, columns, 0, width, depth, left, right, result, false);
            float[] out = p.c.array();
            for (int i = 0; i < p.m; i++) {
              int c = p.c.at(i, column);
              for (int j = 0; j < columns; j++) {
                float product = transposed[j * width + i];
                out[c + j] = add || first > 0 ? product + out[c + j] : product;
              }
            }
          });
    }
  }

  private void byColumns(Product p, boolean add) {
    int columnBlock = wholePanels(Math.max(2 * panel, Math.min(MOST_COLUMNS, p.n / TASKS)));
    forEach(
        p,
        blocks(p.n, columnBlock),
        task -> {
          int column = task * columnBlock;
          int columns = Math.min(columnBlock, p.n - column);
          multiplyDepth(p, 0, p.k, column, columns, p.c.from(0, column), add);
        });
  }

  /** The sums of slabs are added in order: the chains of additions are those of the other ways. */
  private void byDepth(Product p, boolean add) {
    int slabs = blocks(p.k, DEPTH);
    int size = p.m * p.n;
    float[] partial = memory.borrow(slabs * size);
    forEach(
        p,
        slabs,
        slab -> {
          int to = Math.min(p.k, (slab + 1) * DEPTH);
          MatrixView sum = MatrixView.rows(partial, slab * size, p.n);
          multiplyDepth(p, slab * DEPTH, to, 0, p.n, sum, false);
        });
    float[] c = p.c.array();
    int at = p.c.offset();
    if (!add) {
      System.arraycopy(partial, 0, c, at, size);
    }
    for (int slab = add ? 0 : 1; slab < slabs; slab++) {
      loops.add(c, at, partial, slab * size, c, at, size);
    }
    memory.giveBack(partial);
  }

  /** c = or += A[:, from..to) · B[from..to), for some columns, in this thread. */
  private void multiplyDepth(
      Product p, int from, int to, int column, int columns, MatrixView c, boolean add) {
    for (int first = from; first < to; first += DEPTH) {
      Part part = new Part(first, Math.min(DEPTH, to - first), column, columns);
      float[] panels = Scratch.floats(Slot.PANELS, packed(part));
      pack(p, part, panels);
      multiplyPacked(p.m, p.a.from(0, first), part, panels, c, add || first > from);
    }
  }

  /** Numbers in a packed part. */
  private int packed(Part part) {
    int block = columnBlock(part.depth);
    int before = (part.columns - 1) / block * block; // in whole blocks, which are never padded
    return part.depth * (before + gemm.padded(part.columns - before));
  }

  /** One block of columns after another, each in panels. */
  private void pack(Product p, Part part, float[] panels) {
    int block = columnBlock(part.depth);
    for (int column = 0; column < part.columns; column += block) {
      int columns = Math.min(block, part.columns - column);
      MatrixView b = p.b.from(part.first, part.column + column);
      gemm.pack(part.depth, columns, b, panels, part.depth * column);
    }
  }

  /**
   * Some rows with one block of columns after another. Where a block consists of whole panels, the
   * rows of one register block are finished before the next are begun: the lines of a wide result
   * are then written one after another and not with many other pages in between.
   */
  private void multiplyPacked(
      int rows, MatrixView a, Part part, float[] panels, MatrixView c, boolean add) {
    int block = columnBlock(part.depth);
    for (int column = 0; column < part.columns; column += block) {
      int columns = Math.min(block, part.columns - column);
      int group = wholePanels(columns) == columns ? loops.panelRows(!a.rowsStandTogether()) : rows;
      gemm.multiplyPacked(
          rows, group, columns, part.depth, a, panels, part.depth * column, c.from(0, column), add);
    }
  }

  /** Columns that are multiplied at once. */
  private int columnBlock(int depth) {
    return wholePanels(Math.min(MOST_COLUMNS, CACHED / depth));
  }

  /**
   * The greatest number of columns up to this that fill panels of the greatest width, at least one
   * panel.
   */
  private int wholePanels(int columns) {
    return Math.max(1, columns / panel) * panel;
  }

  private void forEach(Product p, int tasks, ThreadTeam.Task task) {
    if (isLarge(p)) {
      team.run(tasks, task);
    } else {
      for (int i = 0; i < tasks; i++) {
        task.run(i);
      }
    }
  }

  private static boolean isLarge(Product p) {
    return 2L * p.m * p.n * p.k >= WORTH_SPLITTING;
  }

  private static int blocks(int size, int block) {
    return (size + block - 1) / block;
  }
}
