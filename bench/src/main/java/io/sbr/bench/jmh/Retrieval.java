package io.sbr.bench.jmh;

import io.sbr.bench.roofline.ModelWork;
import io.sbr.bench.roofline.Work;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.models.Models;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.graph.SrGnn;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Scorer;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/**
 * The best items for one session, as a server finds them for each visitor; with {@code -p
 * threads=1,2} on one thread and on two.
 */
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xms3g", "-Xmx3g"})
public class Retrieval extends OnBackend {
  /** Items, N. */
  @Param({"10000", "43097", "100000", "1000000"})
  public int items;

  /** Width, d. */
  @Param("100")
  public int hidden;

  /** Length of a list of recommendations. */
  @Param("20")
  public int k;

  private Scorer scorer;
  private Ints noOffsets;
  private Ints nothing;
  private Ints bestItems;
  private int[] best;
  private BatchBuilder builder;
  private Recommender recommender;
  private int[][] session;

  @Override
  void prepare() {
    ModelSettings settings = ModelSettings.of(SrGnn.KIND).with(GnnSettings.HIDDEN, hidden);
    SessionModel model = Models.create(settings, items, arena, 1);
    recommender = new NeuralRecommender(model, backend).frozen(arena);
    builder = new BatchBuilder(items, model.needs(), 0);
    session = new int[][] {{items, 1, items / 2, 1, items / 3}};
    scorer = frozen(new Scorer.Dot(random(1, hidden), random(items, hidden)));
    noOffsets = arena.copyOf(new int[2]);
    nothing = arena.ints(0);
    bestItems = arena.ints(k);
    best = new int[k];
  }

  /** From a session's vector to the list. */
  @Benchmark
  public int[] topK() {
    try (Arena request = new Arena(backend)) {
      backend.topK(scorer, k, noOffsets, nothing, bestItems, request.tensor(1, k));
      backend.read(bestItems, best);
      return best;
    }
  }

  /** From a session's clicks to the list: graph, SR-GNN, scores. */
  @Benchmark
  public List<Recommender.TopItems> recommend() {
    return recommender.topK(builder.build(session), k, null);
  }

  /**
   * A product with every row of the table, which is read once; from the clicks on the encoder's
   * products too, and the weights that they read once.
   */
  @Override
  public Map<String, Work> work() {
    double table = (double) items * hidden;
    Work forward = ModelWork.of("srgnn").forward(1, items, hidden);
    return Map.of("topK", Work.of(2 * table, table), "recommend", forward);
  }
}
