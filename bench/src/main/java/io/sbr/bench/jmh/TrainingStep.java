package io.sbr.bench.jmh;

import io.sbr.bench.roofline.ModelWork;
import io.sbr.bench.roofline.Work;
import io.sbr.bench.timing.ClickData;
import io.sbr.bench.timing.StepRunner;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchPlan;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.Models;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.settings.ModelSettings;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole training step of a model: upload, forward pass, loss, backward pass, Adam. On batches of
 * {@link ClickData}; they are built beforehand, as a background thread does in a real run.
 *
 * <p>Warmed up for longer than single kernels: there is more to compile.
 */
@Warmup(iterations = 10, time = 1)
public class TrainingStep extends OnBackend {
  private static final int BATCHES = 64;

  /** As in {@code --model}. */
  @Param({"srgnn", "tagnn", "tagnnpp", "psrgat", "wgat"})
  public String model;

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
    ModelSettings settings = Models.settings(model).with(GnnSettings.HIDDEN, hidden);
    runner = new StepRunner(backend, data.items(), settings, 1);
    BatchBuilder builder = new BatchBuilder(data.items(), runner.needs(), 0);
    BatchPlan plan = new BatchPlan(data.examples().count(), batch, 1);
    for (int i = 0; i < BATCHES; i++) {
      batches[i] = builder.build(data.examples(), plan.batch(0, i % plan.batches()));
    }
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

  @Override
  public Map<String, Work> work() {
    int real = ClickData.find(items).items();
    return Map.of("step", ModelWork.of(model).step(batch, real, hidden));
  }
}
