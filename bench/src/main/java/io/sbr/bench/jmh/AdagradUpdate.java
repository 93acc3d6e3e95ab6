package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.data.batch.GraphBatch;
import io.sbr.tensor.OptimizerKernels.AdagradStep;
import io.sbr.tensor.Philox;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * One step of Adagrad: over a recurrent unit's matrix, and over the rows of the item table that a
 * step of GRU4Rec looked up.
 */
public class AdagradUpdate extends OnBackend {
  private static final AdagradStep STEP = new AdagradStep(0.05, 0.15, 1e-6);

  /** Rows that are looked up: what goes in, what follows, and what is drawn. */
  @Param("2304")
  public int batch;

  /** Items, N. */
  @Param("43097")
  public int items;

  /** Width, d. */
  @Param("512")
  public int hidden;

  private Tensor[] matrix;
  private Tensor whole;
  private Tensor[] table;
  private RowGather rows;
  private Tensor values;

  @Override
  void prepare() {
    matrix = state(3 * hidden);
    whole = random(3 * hidden, hidden);
    table = state(items);
    int[] drawn = new int[batch];
    Arrays.setAll(drawn, i -> Philox.below(items, 5, 7, i));
    GraphBatch.Gather gather = GraphBatch.Gather.of(items, drawn);
    rows =
        new RowGather(
            items,
            arena.copyOf(gather.indices()),
            gather.rows().length,
            arena.copyOf(gather.rows()),
            arena.copyOf(gather.offsets()),
            arena.copyOf(gather.positions()));
    values = random(batch, hidden);
  }

  /** Weights, squares and velocities. */
  private Tensor[] state(int count) {
    Tensor weights = random(count, hidden);
    return new Tensor[] {weights, arena.zeros(weights.shape()), arena.zeros(weights.shape())};
  }

  /** The update of a matrix from a gradient of its size. */
  @Benchmark
  public void adagrad() {
    backend.adagrad(matrix[0], matrix[1], matrix[2], whole, STEP);
    await(matrix[0]);
  }

  /** The update of the rows that were looked up. */
  @Benchmark
  public void adagradRows() {
    backend.adagradRows(table[0], table[1], table[2], rows, values, STEP);
    await(table[0]);
  }

  /** 12 operations an element, of which three are read and written, and the gradient is read. */
  @Override
  public Map<String, Work> work() {
    double dense = 3.0 * hidden * hidden;
    double looked = (double) batch * hidden;
    return Map.of(
        "adagrad", Work.of(12 * dense, 7 * dense), "adagradRows", Work.of(12 * looked, 7 * looked));
  }
}
