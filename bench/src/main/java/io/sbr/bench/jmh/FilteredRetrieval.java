package io.sbr.bench.jmh;

import io.sbr.bench.roofline.ModelWork;
import io.sbr.bench.roofline.Work;
import io.sbr.data.ItemSet;
import io.sbr.data.Vocabulary;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.models.Models;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.models.catalogue.ItemAttributes;
import io.sbr.models.catalogue.ItemFilter;
import io.sbr.models.catalogue.RunCatalogue;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.graph.SrGnn;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Philox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/** What it adds to a request of SR-GNN that only items of one category may be returned. */
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xms3g", "-Xmx3g"})
public class FilteredRetrieval extends OnBackend {
  private static final int K = 20;
  private static final long SEED = 22;

  /** Items, N. */
  @Param("43097")
  public int items;

  /** Width, d. */
  @Param("100")
  public int hidden;

  /** One item in so many is of the category, drawn by chance; 0 for a request without a filter. */
  @Param({"0", "2", "10", "100", "1000", "10000"})
  public int oneIn;

  private BatchBuilder builder;
  private Recommender recommender;
  private RunCatalogue shop;
  private ItemFilter filter;
  private int[][] session;

  @Override
  void prepare() {
    ModelSettings settings = ModelSettings.of(SrGnn.KIND).with(GnnSettings.HIDDEN, hidden);
    SessionModel model = Models.create(settings, items, arena, 1);
    recommender = new NeuralRecommender(model, backend).frozen(arena);
    builder = new BatchBuilder(items, model.needs(), 0);
    session = new int[][] {{items, 1, items / 2, 1, items / 3}};
    filter = oneIn == 0 ? ItemFilter.NONE : ItemFilter.NONE.where("category", "shoes");
    Map<String, Map<String, String>> attributes = new HashMap<>();
    for (int item = 1; item <= items; item++) {
      boolean shoe = oneIn > 0 && Philox.below(oneIn, SEED, 0, item) == 0;
      attributes.put(Integer.toString(item), Map.of("category", shoe ? "shoes" : "other"));
    }
    shop =
        new RunCatalogue(
            Vocabulary.ofNumbers(IntStream.rangeClosed(1, items).toArray()),
            Catalogue.of(ItemAttributes.of(attributes)));
  }

  /** From a session's clicks and a filter to the list: the set, graph, SR-GNN, scores, the best. */
  @Benchmark
  public List<Recommender.TopItems> recommendOnly() {
    ItemSet[] allowed = shop.allowed(filter).map(set -> new ItemSet[] {set}).orElse(null);
    return recommender.topK(builder.build(session), K, null, allowed);
  }

  /** Those of a request without a filter. */
  @Override
  public Map<String, Work> work() {
    return Map.of("recommendOnly", ModelWork.of("srgnn").forward(1, items, hidden));
  }
}
