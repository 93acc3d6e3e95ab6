package io.sbr.models.neighbour;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.models.sparse.Fill;
import io.sbr.models.sparse.ReachedItems;
import io.sbr.models.sparse.Rest;
import io.sbr.models.sparse.SparseRecommender;
import io.sbr.tensor.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What the authors' programs made of 300 small sessions and 18 questions. */
public final class KnnGolden {
  public static final int ITEMS = 60;

  /** Two item numbers that no session has. */
  public static final int UNKNOWN = 2;

  private static final Path FOLDER = Path.of("src/test/resources/golden/knn");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SafeTensors tensors;
  private final JsonNode settings;

  public KnnGolden(String method) throws IOException {
    tensors = SafeTensors.read(FOLDER.resolve("knn_" + method + ".f64.safetensors"));
    settings = JSON.readTree(FOLDER.resolve("knn_" + method + ".json").toFile()).get("settings");
  }

  public List<String> settings() {
    List<String> names = new ArrayList<>();
    settings.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public JsonNode arguments(String setting) {
    return settings.get(setting).get("arguments");
  }

  public double[] scores(String setting) {
    return tensors.doubles(setting + ".scores");
  }

  public long[] longs(String name) {
    return tensors.longs(name);
  }

  public boolean has(String name) {
    return tensors.names().contains(name);
  }

  /** Whether the program itself fails on a question. */
  public boolean failed(String setting, int query) {
    return has(setting + ".valid") && longs(setting + ".valid")[query] == 0;
  }

  public double[] doubles(String name) {
    return tensors.doubles(name);
  }

  /**
   * Compares the scores of all questions with the program's, and the 20 best items with the order
   * that follows from its scores: equal ones by number.
   *
   * @param skipped questions whose published answer hangs on chance or failed
   * @param also compares what else there is after a question was scored
   * @return number of questions compared
   */
  public int compare(
      String setting, IntPredicate skipped, SparseRecommender.Scorer scorer, IntConsumer also)
      throws IOException {
    double[] expected = scores(setting);
    List<int[]> queries = queries();
    SparseRecommender recommender =
        new SparseRecommender(setting, Rest.byNumber(ITEMS + UNKNOWN), Fill.POP, () -> scorer);
    BatchBuilder builder = new BatchBuilder(ITEMS + UNKNOWN, recommender.needs(), 0);
    int compared = 0;
    for (int q = 0; q < queries.size(); q++) {
      if (skipped.test(q)) {
        continue;
      }
      compared++;
      int[] clicks = queries.get(q);
      double[] published = Arrays.copyOfRange(expected, q * ITEMS, (q + 1) * ITEMS);
      ReachedItems reached = scorer.score(clicks, 0, clicks.length);
      double[] own = new double[ITEMS];
      for (int i = 0; i < ITEMS; i++) {
        own[i] = reached.score(i + 1);
        assertThat(own[i])
            .as("query %d, item %d", q, i + 1)
            .isCloseTo(published[i], within(1e-9 * Math.max(1, Math.abs(published[i]))));
      }
      also.accept(q);
      int[] unknown = {ITEMS + 1, ITEMS + 2};
      int[] top =
          recommender
              .topK(builder.build(new int[][] {clicks}), 20, new int[][] {unknown})
              .get(0)
              .items();
      compareOrder(published, own, top);
    }
    return compared;
  }

  /** The 20 best of the published scores; what rounding alone orders may stand in either order. */
  private static void compareOrder(double[] published, double[] own, int[] top) {
    List<Integer> order =
        IntStream.rangeClosed(1, ITEMS).boxed().collect(toCollection(ArrayList::new));
    order.sort(
        (a, b) -> {
          double difference = published[b - 1] - published[a - 1];
          double bound = 1e-9 * Math.max(1, Math.abs(published[a - 1]));
          return Math.abs(difference) > bound
              ? (int) Math.signum(difference)
              : own[a - 1] == own[b - 1] ? a - b : Double.compare(own[b - 1], own[a - 1]);
        });
    assertThat(Arrays.stream(top).boxed().toList()).isEqualTo(order.subList(0, top.length));
    assertThat(top).hasSize(20);
  }

  /** The click file: 300 sessions with times in milliseconds. */
  public static Sessions clicks() throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve("knn_clicks.tsv"));
    int[] items = new int[lines.size() - 1];
    long[] times = new long[items.length];
    List<Integer> offsets = new ArrayList<>();
    String session = null;
    for (int c = 0; c < items.length; c++) {
      String[] cells = lines.get(c + 1).split("\t");
      if (!cells[0].equals(session)) {
        offsets.add(c);
        session = cells[0];
      }
      items[c] = Integer.parseInt(cells[1]);
      times[c] = Long.parseLong(cells[2]) * 1000;
    }
    offsets.add(items.length);
    return new Sessions(
        items, offsets.stream().mapToInt(Integer::intValue).toArray(), times, null, null);
  }

  public static long queryTime() throws IOException {
    return queryFile().get("query_time").asLong();
  }

  public static List<int[]> queries() throws IOException {
    List<int[]> queries = new ArrayList<>();
    for (JsonNode query : queryFile().get("queries")) {
      int[] clicks = new int[query.get("clicks").size()];
      for (int i = 0; i < clicks.length; i++) {
        clicks[i] = query.get("clicks").get(i).asInt();
      }
      queries.add(clicks);
    }
    return queries;
  }

  private static JsonNode queryFile() throws IOException {
    return JSON.readTree(FOLDER.resolve("knn_queries.json").toFile());
  }
}
