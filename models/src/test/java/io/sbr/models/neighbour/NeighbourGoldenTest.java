package io.sbr.models.neighbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.data.Sessions;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.SessionTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scores and neighbours as session-rec and Serenade compute them. Items that no session knows take
 * part here, as they do in the programs; to a run they are unknown and are dropped before.
 */
class NeighbourGoldenTest {
  private static final Map<String, NeighbourKind> KINDS =
      Map.of(
          "sknn", Sknn.KIND,
          "vsknn", VSknn.KIND,
          "stan", Stan.KIND,
          "vstan", Stan.V_KIND,
          "vmisknn", VmisKnn.KIND);

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("k", "neighbours"),
          Map.entry("sample_size", "sample"),
          Map.entry("m", "sample"),
          Map.entry("similarity", "similarity"),
          Map.entry("pop_boost", "popularity"),
          Map.entry("weighting", "weighting"),
          Map.entry("weighting_score", "score-weighting"),
          Map.entry("idf_weighting", "idf"),
          Map.entry("idf", "idf"),
          Map.entry("lambda_idf", "idf"),
          Map.entry("idf_weighting_session", "idf-clicks"),
          Map.entry("weighting_time", "fade-days"),
          Map.entry("last_n_clicks", "last-clicks"),
          Map.entry("lambda_spw", "lambda-spw"),
          Map.entry("lambda_snh", "lambda-snh"),
          Map.entry("lambda_inh", "lambda-inh"),
          Map.entry("lambda_ipw", "lambda-ipw"),
          Map.entry("max_items", "most-clicks"),
          Map.entry("max_training_session_length", "longest"));

  static List<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    for (String method : KINDS.keySet()) {
      for (String setting : new KnnGolden(method).settings()) {
        cases.add(Arguments.of(method, setting));
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scoresAreThePrograms(String method, String setting) throws IOException {
    KnnGolden golden = new KnnGolden(method);
    NeighbourKind kind = KINDS.get(method);
    ModelSettings settings = ModelSettings.of(kind).with(texts(method, golden.arguments(setting)));
    Sessions clicks = KnnGolden.clicks();
    SessionIndexBuilder builder =
        new SessionIndexBuilder(clicks, KnnGolden.ITEMS + KnnGolden.UNKNOWN)
            .bounds(kind.bounds(settings));
    long[] seconds =
        method.equals("vmisknn")
            ? golden.longs("input.session_time")
            : SessionTimes.seconds(clicks, 1);
    SessionIndex index = builder.build(seconds);
    long newest = Arrays.stream(seconds).max().orElseThrow();
    NeighbourScores scores =
        new NeighbourScores(
            index, kind.factory().create(settings, index, KnnGolden.queryTime() - newest));
    long[] ties = golden.longs(setting + ".ties");
    int[] order = order(seconds);
    int compared =
        golden.compare(
            setting,
            q -> golden.failed(setting, q) || ties[2 * q] == 2,
            scores::score,
            q -> compareNeighbours(golden, setting, q, scores.search(), order));
    assertThat(compared).isGreaterThan(10);
  }

  /** File position of each session of the index. */
  private static int[] order(long[] seconds) {
    return IntStream.range(0, seconds.length)
        .boxed()
        .sorted((a, b) -> Long.compare(seconds[a], seconds[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static void compareNeighbours(
      KnnGolden golden, String setting, int q, NeighbourSearch search, int[] order) {
    if (!golden.has(setting + ".neighbours")) {
      return;
    }
    long[] all = golden.longs(setting + ".neighbours");
    double[] similarities = golden.doubles(setting + ".similarities");
    int width = all.length / 18;
    Map<Integer, Double> expected = new HashMap<>();
    for (int n = q * width; n < (q + 1) * width && all[n] >= 0; n++) {
      expected.put((int) all[n], similarities[n]);
    }
    Map<Integer, Double> found = new HashMap<>();
    for (int n = 0; n < search.found(); n++) {
      found.put(order[search.session(n)], search.similarity(n));
    }
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (session, likeness) -> assertThat(found.get(session)).isCloseTo(likeness, within(1e-9)));
  }

  private static Map<String, String> texts(String method, JsonNode arguments) {
    Map<String, String> texts = new HashMap<>();
    if (method.equals("stan") || method.equals("vstan") || method.equals("vsknn")) {
      texts.put("neighbours", "100");
    }
    arguments
        .fields()
        .forEachRemaining(
            argument -> {
              String value = argument.getValue().asText();
              switch (argument.getKey()) {
                case "normalize" -> {}
                case "remind" -> {
                  if (method.equals("sknn")) {
                    texts.put("lift-last", value.equals("true") ? "yes" : "no");
                  } else {
                    texts.put("drop", value.equals("true") ? "none" : "seen");
                  }
                }
                case "push_reminders" -> texts.put("reminders", "push");
                case "add_reminders" -> texts.put("reminders", "add");
                case "similarity" -> {
                  if (!method.equals("vstan")) { // which ignores it
                    texts.put("similarity", value.equals("tanimoto") ? "jaccard" : value);
                  }
                }
                default -> {
                  boolean off = argument.getValue().isNull() || value.equals("false");
                  boolean fading = argument.getKey().startsWith("weighting") && off;
                  texts.put(
                      NAMES.get(argument.getKey()),
                      fading ? "same" : off ? "0" : value.equals("true") ? "yes" : value);
                }
              }
            });
    return texts;
  }
}
