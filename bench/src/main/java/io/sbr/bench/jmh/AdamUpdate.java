package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.bench.timing.MadeUpClicks;
import io.sbr.data.batch.GraphBatch;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.OptimizerKernels.AdamStep;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * One step of Adam over the item table: with a gradient that is written out, and with the
 * structured one that a training step leaves: a product from the loss and the touched rows from the
 * lookup.
 */
public class AdamUpdate extends OnBackend {
  private static final AdamStep STEP = new AdamStep(1e-3, 0.9, 0.999, 1e-8, 1e-5, 100);

  /** Sessions, B. */
  @Param("100")
  public int batch;

  /** Items, N; the table has one row more. */
  @Param("43097")
  public int items;

  /** Width, d. */
  @Param("100")
  public int hidden;

  private Tensor weights;
  private Tensor firstMoment;
  private Tensor secondMoment;
  private List<GradientTerm> dense;
  private List<GradientTerm> structured;
  private Tensor out;

  @Override
  void prepare() {
    weights = random(items + 1, hidden);
    firstMoment = arena.zeros(weights.shape());
    secondMoment = arena.zeros(weights.shape());
    dense = List.of(new GradientTerm.Dense(random(items + 1, hidden), 0));
    structured = List.of(fromLoss(), fromLookup());
    out = arena.tensor(items + 1, hidden);
  }

  private GradientTerm fromLoss() {
    Scorer scorer = new Scorer.Dot(random(batch, hidden), weights.rowRange(1, items + 1));
    return backend
        .softmaxCrossEntropy(scorer, arena.copyOf(Catalogue.targets(batch, items)), true, arena)
        .gradients()
        .get(1)
        .shifted(1);
  }

  private GradientTerm fromLookup() {
    GraphBatch.Gather gather = MadeUpClicks.batch(items, batch).itemGather();
    RowGather index =
        new RowGather(
            gather.tableRows(),
            arena.copyOf(gather.indices()),
            gather.rows().length,
            arena.copyOf(gather.rows()),
            arena.copyOf(gather.offsets()),
            arena.copyOf(gather.positions()));
    return new GradientTerm.Rows(index, random(gather.indices().length, hidden), 0);
  }

  /** The update from a gradient of the table's size. */
  @Benchmark
  public void dense() {
    update(dense);
  }

  /** The update from a gradient that is never formed. */
  @Benchmark
  public void structured() {
    update(structured);
  }

  /** The structured gradient written out, which no training step does. */
  @Benchmark
  public void toDense() {
    backend.toDense(structured, out);
    await(out);
  }

  private void update(List<GradientTerm> gradient) {
    backend.adam(weights, firstMoment, secondMoment, gradient, STEP);
    await(weights);
  }

  /**
   * 12 operations an element; weights and both moments are read and written. The dense gradient is
   * read as well; the structured one costs the product 2BNd and the reading of its B × N
   * probabilities (the few touched rows are noise).
   */
  @Override
  public Map<String, Work> work() {
    double elements = (items + 1.0) * hidden;
    double scores = (double) batch * items;
    return Map.of(
        "dense", Work.of(12 * elements, 7 * elements),
        "structured", Work.of(12 * elements + 2 * scores * hidden, 6 * elements + scores),
        "toDense", Work.of(2 * scores * hidden, elements + scores));
  }
}
