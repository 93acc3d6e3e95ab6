package io.sbr.bench.jmh;

import io.sbr.bench.roofline.ModelWork;
import io.sbr.bench.roofline.Work;
import io.sbr.bench.timing.ClickData;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchPlan;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.Models;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.settings.ModelSettings;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One batch of an evaluation: upload, forward pass, the target's rank in each session. On the test
 * pairs of {@link ClickData}, built beforehand; {@code benchmarks.jar eval} times it with them.
 */
@Warmup(iterations = 10, time = 1)
public class EvaluationBatch extends OnBackend {
  private static final int BATCHES = 16;

  /** As in {@code --model}. */
  @Param({"srgnn", "tagnn"})
  public String model;

  /** Sessions, B, as evaluations take them. */
  @Param("512")
  public int batch;

  /** Items, N, where clicks have to be made up. */
  @Param("43097")
  public int items;

  /** Width, d. */
  @Param("100")
  public int hidden;

  private final GraphBatch[] batches = new GraphBatch[BATCHES];
  private NeuralRecommender recommender;
  private int next;

  @Override
  void prepare() {
    ClickData data = ClickData.find(items);
    System.out.println(data.description());
    ModelSettings settings = Models.settings(model).with(GnnSettings.HIDDEN, hidden);
    SessionModel created = Models.create(settings, data.items(), arena, 1);
    recommender = new NeuralRecommender(created, backend).frozen(arena);
    BatchBuilder builder = new BatchBuilder(data.items(), created.needs(), 0);
    BatchPlan plan = BatchPlan.inOrder(data.tests().count(), batch);
    for (int i = 0; i < BATCHES; i++) {
      batches[i] = builder.build(data.tests(), plan.batch(0, i % plan.batches()));
    }
  }

  /** One batch. */
  @Benchmark
  public int[] ranks() {
    return recommender.ranks(batches[next++ % BATCHES]);
  }

  @Override
  public Map<String, Work> work() {
    int real = ClickData.find(items).items();
    return Map.of("ranks", ModelWork.of(model).forward(batch, real, hidden));
  }
}
