package io.sbr.kernels.cpu.engine;

import io.sbr.kernels.cpu.loops.MatrixView;
import io.sbr.kernels.cpu.memory.CpuMemory;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sum of a gradient's terms, any rows of it on demand; the terms are added in their order. */
public final class GradientSum implements AutoCloseable {
  /** Numbers in one tile where no term asks for another size: 96 KiB. */
  private static final int TILE = 24 * 1024;

  /** Rows {@code [from, to)} of a term, written or added to g, the first at {@code at}. */
  private interface Rows {
    void put(int from, int to, float[] g, int at, boolean add);
  }

  /** A term and the rows of the parameter, {@code [first, end)}, that it covers. */
  private record Term(int first, int end, Rows rows) {
    boolean covers(int from, int to) {
      return first <= from && to <= end;
    }
  }

  private final Engine engine;
  private final int cols;
  private final List<Term> terms = new ArrayList<>();
  private final List<float[]> borrowed = new ArrayList<>();

  /** Where tiles should begin, and their rows, to suit a {@link GradientTerm.Tiled}; or 0. */
  private int phase;

  private int rhythm;

  /** The sum of these terms, for a parameter with rows of {@code cols} numbers. */
  public GradientSum(List<GradientTerm> gradient, int cols, Engine engine) {
    this.engine = engine;
    this.cols = cols;
    Evaluator evaluator = new Evaluator();
    for (GradientTerm term : gradient) {
      terms.add(term.accept(evaluator));
    }
  }

  /** Runs work over tiles of rows, as tasks. */
  public void forTiles(int rows, Engine.Range work) {
    int tile = rhythm > 0 ? rhythm : Math.max(1, TILE / Math.max(1, cols));
    int head = Math.min(rows, phase % tile);
    int first = head > 0 ? 1 : 0;
    int tasks = first + (rows - head + tile - 1) / tile;
    engine
        .team()
        .run(
            tasks,
            task -> {
              int from = task < first ? 0 : head + (task - first) * tile;
              int to = task < first ? head : Math.min(rows, from + tile);
              work.run(from, to);
            });
  }

  /** Writes the rows {@code [from, to)} of the sum to g, the first of them at {@code at}. */
  public void rows(int from, int to, float[] g, int at) {
    boolean written = !terms.isEmpty() && terms.get(0).covers(from, to);
    if (!written) {
      Arrays.fill(g, at, at + (to - from) * cols, 0);
    }
    for (int t = 0; t < terms.size(); t++) {
      Term term = terms.get(t);
      int begin = Math.max(from, term.first);
      int end = Math.min(to, term.end);
      if (begin < end) {
        boolean add = t > 0 || !written;
        int first = at + (begin - from) * cols;
        term.rows.put(begin - term.first, end - term.first, g, first, add);
      }
    }
  }

  /** Makes each kind of term one whose rows can be asked for. */
  private final class Evaluator implements GradientTerm.Visitor<Term> {
    @Override
    public Term dense(GradientTerm.Dense term) {
      return term(term, term.values().rows(), written(term.values()));
    }

    @Override
    public Term rows(GradientTerm.Rows term) {
      return term(term, term.index().tableRows(), gathered(term));
    }

    @Override
    public Term product(GradientTerm.Product term) {
      return term(term, term.left().cols(), multiplied(term));
    }

    @Override
    public Term tiled(GradientTerm.Tiled term) {
      if (!(term.tiles() instanceof CpuTiles own)) {
        throw new IllegalArgumentException("a tiled gradient of another backend was given to cpu");
      }
      phase = term.firstRow();
      rhythm = own.tileRows();
      return term(term, own.rows(), own::rows);
    }

    private Term term(GradientTerm term, int count, Rows rows) {
      return new Term(term.firstRow(), term.firstRow() + count, rows);
    }
  }

  /** A gradient that was written out. */
  private Rows written(Tensor values) {
    float[] source = CpuMemory.floats(values);
    return (from, to, g, at, add) -> {
      int begin = values.offset() + from * cols;
      int n = (to - from) * cols;
      if (add) {
        engine.loops().add(g, at, source, begin, g, at, n);
      } else {
        System.arraycopy(source, begin, g, at, n);
      }
    };
  }

  /** Rows that were gathered: the groups of those in range, found by bisection. */
  private Rows gathered(GradientTerm.Rows term) {
    int[] rows = CpuMemory.ints(term.index().rows());
    int[] offsets = CpuMemory.ints(term.index().offsets());
    int[] positions = CpuMemory.ints(term.index().positions());
    float[] values = CpuMemory.floats(term.values());
    int begin = term.values().offset();
    int distinct = term.index().distinct();
    return (from, to, g, at, add) -> {
      if (!add) {
        Arrays.fill(g, at, at + (to - from) * cols, 0);
      }
      int found = Arrays.binarySearch(rows, 0, distinct, from);
      for (int u = found < 0 ? ~found : found; u < distinct && rows[u] < to; u++) {
        int row = at + (rows[u] - from) * cols;
        for (int p = offsets[u]; p < offsets[u + 1]; p++) {
          engine.loops().add(g, row, values, begin + positions[p] * cols, g, row, cols);
        }
      }
    };
  }

  /** leftᵀ·right, with right packed once. */
  private Rows multiplied(GradientTerm.Product term) {
    Tensor left = term.left();
    Tensor right = term.right();
    int depth = left.rows();
    MatrixView rows = MatrixView.of(left).transposed();
    float[] panels = engine.memory().borrow(depth * engine.gemm().padded(cols));
    borrowed.add(panels);
    engine.gemm().pack(depth, cols, MatrixView.of(right), panels, 0);
    return (from, to, g, at, add) ->
        engine
            .gemm()
            .multiplyPacked(
                to - from,
                cols,
                depth,
                rows.from(from, 0),
                panels,
                0,
                MatrixView.rows(g, at, cols),
                add);
  }

  /** Gives working memory back. */
  @Override
  public void close() {
    borrowed.forEach(engine.memory()::giveBack);
  }
}
