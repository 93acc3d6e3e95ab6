package io.sbr.kernels.cuda.head;

import io.sbr.kernels.cuda.engine.Blas.Factor;
import io.sbr.kernels.cuda.engine.CudaEngine;
import io.sbr.kernels.cuda.memory.CudaBuffer;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Dot products of sessions and items. The gradient of the items is written out: while it is
 * computed tile by tile nothing larger than it exists, and the optimizer reads it once.
 */
final class DotScorer implements CudaScorer {
  private final CudaEngine engine;
  private final Tensor sessions;
  private final Tensor items;

  /** Address of an item's row. */
  private final IntToLongFunction itemRows;

  private int stride;
  private Tensor sessionGradient;
  private Tensor itemGradient;

  DotScorer(Tensor sessions, Tensor items, CudaEngine engine) {
    this(sessions, items, item -> row(items, item), engine);
  }

  /**
   * Products with rows that lie elsewhere.
   *
   * @param items {@code [N, d]}, of which only the shape is asked
   * @param itemRows where those rows lie that are items of the current tile, given its first
   */
  DotScorer(Tensor sessions, Tensor items, IntToLongFunction itemRows, CudaEngine engine) {
    this.engine = engine;
    this.sessions = sessions;
    this.items = items;
    this.itemRows = itemRows;
  }

  /** Address of a matrix' row. */
  private static long row(Tensor matrix, int row) {
    return CudaBuffer.address(matrix) + (long) CudaBuffer.BYTES * row * matrix.cols();
  }

  @Override
  public long numbersPerItem() {
    return sessions.rows();
  }

  @Override
  public void stride(int numbers) {
    stride = numbers;
  }

  @Override
  public void fill(int from, int to, long tile) {
    times(sessions, from, to, tile);
  }

  /**
   * tile = rows · itemsᵀ for the items {@code [from, to)}.
   *
   * @param rows {@code [n, d]}
   * @param tile address of {@code [n, stride]}
   */
  void times(Tensor rows, int from, int to, long tile) {
    int d = items.cols();
    long address = CudaBuffer.address(rows);
    engine
        .blas()
        .gemm(
            rows.rows(),
            to - from,
            d,
            1,
            Factor.of(address, d),
            Factor.transposed(itemRows.applyAsLong(from), d),
            0,
            tile,
            stride);
  }

  @Override
  public void beginGradients(Arena arena) {
    sessionGradient = arena.tensor(sessions.shape());
    itemGradient = arena.tensor(items.shape());
  }

  @Override
  public void addGradients(int from, int to, long delta) {
    addToRows(delta, from, to, sessionGradient);
    addToItems(delta, sessions, from, to, false);
  }

  /**
   * gradient = delta · items over the items {@code [from, to)}, or += after the first tile.
   *
   * @param delta address of {@code [n, stride]}
   * @param gradient {@code [n, d]}
   */
  void addToRows(long delta, int from, int to, Tensor gradient) {
    int d = items.cols();
    long out = CudaBuffer.address(gradient);
    double old = from == 0 ? 0 : 1;
    engine
        .blas()
        .gemm(
            gradient.rows(),
            d,
            to - from,
            1,
            Factor.of(delta, stride),
            Factor.of(itemRows.applyAsLong(from), d),
            old,
            out,
            d);
  }

  /**
   * Rows {@code [from, to)} of the items' gradient become deltaᵀ · rows, or gain it.
   *
   * @param delta address of {@code [n, stride]}
   * @param rows {@code [n, d]}
   */
  void addToItems(long delta, Tensor rows, int from, int to, boolean add) {
    int d = items.cols();
    long in = CudaBuffer.address(rows);
    engine
        .blas()
        .gemm(
            to - from,
            d,
            rows.rows(),
            1,
            Factor.transposed(delta, stride),
            Factor.of(in, d),
            add ? 1 : 0,
            itemGradient(from),
            d);
  }

  @Override
  public List<GradientTerm> gradients() {
    return List.of(
        new GradientTerm.Dense(sessionGradient, 0), new GradientTerm.Dense(itemGradient, 0));
  }

  /** The gradient of the sessions, {@code [B, d]}. */
  Tensor sessionGradient() {
    return sessionGradient;
  }

  /** Address of an item's row in the items' gradient. */
  long itemGradient(int item) {
    return row(itemGradient, item);
  }

  @Override
  public void close() {}
}
