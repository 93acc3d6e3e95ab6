package io.sbr.bench;

import io.sbr.data.BatchBuilder;
import io.sbr.data.BatchNeeds;
import io.sbr.data.BatchPlan;
import io.sbr.data.GraphBatch;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole training step of SR-GNN: upload, forward pass, loss, backward pass, Adam. On batches of
 * {@link ClickData}; they are built beforehand, as a background thread does in a real run.
 *
 * <p>Warmed up for longer than single kernels: there is more to compile.
 */
@Warmup(iterations = 10, time = 1)
public class TrainingStep extends OnBackend {
  /** Different items in an example, on average, in Diginetica (spec/costs.md, section 2). */
  private static final double NODES_PER_SESSION = 3.57;

  private static final int BATCHES = 64;

  /** Sessions, B. */
  @Param("100")
  public int batch;

  /** Items, N, where clicks have to be made up. */
  @Param("43097")
  public int items;

  /** Width, d. */
  @Param("100")
  public int hidden;

  private final GraphBatch[] batches = new GraphBatch[BATCHES];
  private StepRunner runner;
  private int next;

  @Override
  void prepare() {
    ClickData data = ClickData.find(items);
    System.out.println(data.description());
    BatchBuilder builder = new BatchBuilder(data.items(), BatchNeeds.sessionGraph(), 0);
    BatchPlan plan = new BatchPlan(data.examples().count(), batch, 1);
    for (int i = 0; i < BATCHES; i++) {
      batches[i] = builder.build(data.examples(), plan.batch(0, i % plan.batches()));
    }
    runner = new StepRunner(backend, data.items(), hidden, 1);
  }

  /** Gives the model back before the backend goes. */
  @TearDown
  public void closeRunner() {
    runner.close();
  }

  /** One step. */
  @Benchmark
  public double step() {
    return runner.step(batches[next++ % BATCHES]).loss();
  }

  /**
   * Three products for each of the forward pass: scores 2BNd, encoder 24nd² + 6Bd² for n nodes
   * (spec/costs.md, section 2). The table is read for the scores; Adam reads and writes it and its
   * moments: seven passes (section 3).
   */
  @Override
  Map<String, Work> work() {
    double nodes = NODES_PER_SESSION * batch;
    double square = (double) hidden * hidden;
    double table = (double) items * hidden;
    double forward = 2 * batch * table + 24 * nodes * square + 6 * batch * square;
    return Map.of("step", Work.of(3 * forward + 12 * table, 7 * table));
  }
}
