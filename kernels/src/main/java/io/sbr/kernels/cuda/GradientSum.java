package io.sbr.kernels.cuda;

import io.sbr.kernels.cuda.engine.Blas.Factor;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.engine.Grid;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.List;

/** The sum of a gradient's terms, any rows of it on demand; the terms are added in their order. */
final class GradientSum {
  private final CudaEngine engine;
  private final List<GradientTerm> terms;
  private final int cols;

  public GradientSum(List<GradientTerm> terms, int cols, CudaEngine engine) {
    this.engine = engine;
    this.terms = terms;
    this.cols = cols;
  }

  /**
   * Writes the rows {@code [from, to)}.
   *
   * @param out address of {@code [to - from, cols]}
   */
  public void rows(int from, int to, long out) {
    engine.zero(out, at(to - from));
    Adder adder = new Adder(from, to, out);
    for (GradientTerm term : terms) {
      term.accept(adder);
    }
  }

  /** Adds each kind of term's rows {@code [from, to)} to those at an address. */
  private final class Adder implements GradientTerm.Visitor<Void> {
    private final int from;
    private final int to;
    private final long out;

    Adder(int from, int to, long out) {
      this.from = from;
      this.to = to;
      this.out = out;
    }

    @Override
    public Void dense(GradientTerm.Dense term) {
      add(term, from, to, out);
      return null;
    }

    @Override
    public Void rows(GradientTerm.Rows term) {
      CudaRagged.scatter(engine, term.values(), term.index(), term.firstRow(), from, to, out);
      return null;
    }

    @Override
    public Void product(GradientTerm.Product term) {
      add(term, from, to, out);
      return null;
    }

    @Override
    public Void tiled(GradientTerm.Tiled term) {
      throw new IllegalArgumentException("the cuda backend made no tiled gradient");
    }
  }

  private void add(GradientTerm.Dense term, int from, int to, long out) {
    int begin = Math.max(from, term.firstRow());
    int end = Math.min(to, term.firstRow() + term.values().rows());
    if (begin < end) {
      int n = (end - begin) * cols;
      long sum = out + at(begin - from);
      engine
          .launcher()
          .kernel("dense_add")
          .i32(n)
          .pointer(sum)
          .pointer(CudaBuffer.address(term.values()) + at(begin - term.firstRow()))
          .pointer(sum)
          .grid(Grid.elements(n), Grid.THREADS);
    }
  }

  private void add(GradientTerm.Product term, int from, int to, long out) {
    Tensor left = term.left();
    int begin = Math.max(from, term.firstRow());
    int end = Math.min(to, term.firstRow() + left.cols());
    if (begin < end) {
      long columns = CudaBuffer.address(left) + (long) CudaBuffer.BYTES * (begin - term.firstRow());
      engine
          .blas()
          .gemm(
              end - begin,
              cols,
              left.rows(),
              1,
              Factor.transposed(columns, left.cols()),
              Factor.of(CudaBuffer.address(term.right()), cols),
              1,
              out + at(begin - from),
              cols);
    }
  }

  /** Bytes before row {@code row}. */
  private long at(int row) {
    return (long) CudaBuffer.BYTES * row * cols;
  }
}
