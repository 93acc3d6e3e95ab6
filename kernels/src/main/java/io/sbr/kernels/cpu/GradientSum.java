package io.sbr.kernels.cpu;

import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sum of a gradient's terms, any rows of it on demand; the terms are added in their order. */
final class GradientSum implements AutoCloseable {
  /** Numbers in one tile where no term asks for another size: 96 KiB. */
  private static final int TILE = 24 * 1024;

  /** Adds rows {@code [from, to)} of the parameter's gradient to g, the first at {@code at}. */
  private interface Term {
    void addRows(int from, int to, float[] g, int at);
  }

  private final Engine engine;
  private final List<Term> terms = new ArrayList<>();
  private final List<float[]> borrowed = new ArrayList<>();

  /** Where tiles should begin, and their rows, to suit a {@link GradientTerm.Tiled}; or 0. */
  private int phase;

  private int rhythm;

  GradientSum(List<GradientTerm> gradient, Engine engine) {
    this.engine = engine;
    for (GradientTerm term : gradient) {
      terms.add(evaluator(term));
    }
  }

  /** Runs work over tiles of rows, as tasks. */
  void forTiles(int rows, int cols, Engine.Range work) {
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

  /** g += the rows {@code [from, to)} of the sum. */
  void addRows(int from, int to, float[] g, int at) {
    for (Term term : terms) {
      term.addRows(from, to, g, at);
    }
  }

  private Term evaluator(GradientTerm term) {
    int first = term.firstRow();
    if (term instanceof GradientTerm.Dense dense) {
      Tensor values = dense.values();
      int cols = values.cols();
      float[] source = CpuMemory.floats(values);
      return within(
          first,
          values.rows(),
          cols,
          (from, to, g, at) ->
              engine
                  .loops()
                  .add(g, at, source, values.offset() + from * cols, g, at, (to - from) * cols));
    }
    if (term instanceof GradientTerm.Rows rows) {
      return within(first, rows.index().tableRows(), rows.values().cols(), some(rows));
    }
    if (term instanceof GradientTerm.Product product) {
      return within(first, product.left().cols(), product.right().cols(), product(product));
    }
    GradientTerm.Tiles tiles = ((GradientTerm.Tiled) term).tiles();
    if (!(tiles instanceof CpuTiles own)) {
      throw new IllegalArgumentException("a tiled gradient of another backend was given to cpu");
    }
    phase = first;
    rhythm = own.tileRows();
    return within(first, own.rows(), own.cols(), own::addRows);
  }

  /** Cuts a range of the parameter's rows to those of the term and counts them from its first. */
  private static Term within(int first, int rows, int cols, Term term) {
    return (from, to, g, at) -> {
      int begin = Math.max(from, first);
      int end = Math.min(to, first + rows);
      if (begin < end) {
        term.addRows(begin - first, end - first, g, at + (begin - from) * cols);
      }
    };
  }

  /** Rows that were gathered: the groups of those in range, found by bisection. */
  private Term some(GradientTerm.Rows term) {
    int[] rows = CpuMemory.ints(term.index().rows());
    int[] offsets = CpuMemory.ints(term.index().offsets());
    int[] positions = CpuMemory.ints(term.index().positions());
    float[] values = CpuMemory.floats(term.values());
    int begin = term.values().offset();
    int distinct = term.index().distinct();
    int c = term.values().cols();
    return (from, to, g, at) -> {
      int found = Arrays.binarySearch(rows, 0, distinct, from);
      for (int u = found < 0 ? ~found : found; u < distinct && rows[u] < to; u++) {
        int row = at + (rows[u] - from) * c;
        for (int p = offsets[u]; p < offsets[u + 1]; p++) {
          engine.loops().add(g, row, values, begin + positions[p] * c, g, row, c);
        }
      }
    };
  }

  /** leftᵀ·right, with right packed once. */
  private Term product(GradientTerm.Product term) {
    Tensor left = term.left();
    Tensor right = term.right();
    int depth = left.rows();
    int c = right.cols();
    float[] a = CpuMemory.floats(left);
    float[] panels = engine.memory().borrow(depth * engine.gemm().padded(c));
    borrowed.add(panels);
    engine.gemm().pack(depth, c, CpuMemory.floats(right), right.offset(), c, 1, panels);
    return (from, to, g, at) ->
        engine
            .gemm()
            .multiplyPacked(
                to - from, c, depth, a, left.offset() + from, 1, left.cols(), panels, g, at, c);
  }

  /** Gives working memory back. */
  @Override
  public void close() {
    borrowed.forEach(engine.memory()::giveBack);
  }
}
