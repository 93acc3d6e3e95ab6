package io.sbr.models.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.data.Sessions;
import io.sbr.models.counting.Popularity;
import io.sbr.models.neighbour.KnnGolden;
import io.sbr.models.settings.ModelSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores as session-rec and GRU4Rec's baselines compute them. */
class RuleGoldenTest {
  private static final Map<String, RuleKind> KINDS =
      Map.of(
          "ar", AssociationRules.KIND,
          "sr", SequentialRules.KIND,
          "markov", SequentialRules.KIND,
          "itemknn", ItemKnn.KIND);

  private static final Map<String, String> NAMES =
      Map.of(
          "pruning", "pruning",
          "steps", "reach",
          "weighting", "weighting",
          "last_in_session", "earlier",
          "n_sims", "similar",
          "lmbd", "damping",
          "alpha", "balance");

  static List<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    for (String method : KINDS.keySet()) {
      for (String setting : new KnnGolden(method).settings()) {
        cases.add(Arguments.of(method, setting));
      }
    }
    return cases;
  }

  private static RuleTable table(ModelSettings settings, Sessions clicks, int items) {
    return ((RuleKind) settings.kind())
        .maker()
        .make(settings, RuleSessions.all(clicks, Popularity.of(clicks, items)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scoresAreThePrograms(String method, String setting) throws IOException {
    KnnGolden golden = new KnnGolden(method);
    RuleKind kind = KINDS.get(method);
    ModelSettings settings = ModelSettings.of(kind).with(texts(method, golden.arguments(setting)));
    Sessions clicks = KnnGolden.clicks();
    int items = KnnGolden.ITEMS + KnnGolden.UNKNOWN;
    RuleScorer scorer = kind.scorer(settings, table(settings, clicks, items));
    long[] ties = golden.longs(setting + ".ties");
    boolean sorts = method.equals("itemknn"); // ties at the cut are left to its sort
    int compared =
        golden.compare(
            setting,
            q -> golden.failed(setting, q) || ties[q] == 2 || sorts && ties[q] == 1,
            scorer,
            q -> {});
    assertThat(compared).isGreaterThan(sorts ? 3 : 10);
  }

  private static Map<String, String> texts(String method, JsonNode arguments) {
    Map<String, String> texts = new HashMap<>();
    if (method.equals("markov")) {
      texts.put("reach", "1");
    }
    arguments
        .fields()
        .forEachRemaining(
            argument -> {
              String value = argument.getValue().asText();
              if (argument.getKey().equals("idf_weight")) {
                texts.put("source-idf", value.equals("1") ? "times" : "plus");
              } else {
                texts.put(NAMES.get(argument.getKey()), value);
              }
            });
    return texts;
  }
}
