package io.sbr.models.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.TransitionCounts;
import io.sbr.data.Vocabulary;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.explain.GraphExplanation.Attention;
import io.sbr.models.explain.GraphExplanation.Click;
import io.sbr.models.explain.GraphExplanation.Edge;
import io.sbr.models.explain.GraphExplanation.Method;
import io.sbr.models.explain.GraphExplanation.Part;
import io.sbr.models.explain.GraphExplanation.Rest;
import io.sbr.models.explain.GraphExplanation.Result;
import io.sbr.models.explain.GraphExplanation.Way;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.graph.GnnSettings.Pad;
import io.sbr.models.graph.SrGnn;
import io.sbr.models.graph.Tagnn;
import io.sbr.models.graph.TagnnPlusPlus;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.layers.Readout;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What explanations say is what the models compute, in float64. */
class ExplainerTest {
  private static final int K = 6;
  private static final int D = 8;
  private static final int LONGEST = 7;
  private static final ModelSettings SRGNN =
      ModelSettings.of(SrGnn.KIND).with(GnnSettings.HIDDEN, D);
  private static final ModelSettings TAGNN =
      ModelSettings.of(Tagnn.KIND).with(GnnSettings.HIDDEN, D);
  private static final Vocabulary ITEMS = Fixtures.madeUp().items();
  private static final int[][] SESSIONS = {
    {5}, {5, 9}, {9, 5, 9, 9, 30}, {4, 4}, {1, 2, 3, 4, 5, 6, 7, 2, 9, 10}
  };

  private final Backend backend = new ReferenceBackend();
  private final Arena weights = new Arena(backend);

  @AfterEach
  void free() {
    weights.close();
    backend.close();
  }

  /** A model with weights of its beginning, and what asks it. */
  private final class Asked {
    final SessionModel model;
    final NeuralRecommender recommender;

    Asked(ModelSettings settings) {
      TransitionCounts counts = TransitionCounts.of(Fixtures.madeUp().train(), ITEMS.size());
      model =
          Models.create(settings, new ModelContext(ITEMS.size(), Optional.of(counts), weights, 11));
      recommender = new NeuralRecommender(model, backend);
    }

    GraphBatch pack(int... clicks) {
      return new BatchBuilder(ITEMS.size(), model.needs(), LONGEST).build(new int[][] {clicks});
    }

    GraphExplanation explain(int... clicks) {
      TopItems top = recommender.topK(pack(clicks), K, null).get(0);
      return new GraphExplainer(
              recommender,
              ITEMS,
              kept -> pack(Arrays.stream(kept).map(position -> clicks[position]).toArray()))
          .explain(clicks, List.of(), top);
    }

    double score(String item, int... clicks) {
      return recommender.scores(pack(clicks))[ITEMS.number(item) - 1];
    }

    double[] parameter(String... names) {
      return model.parameters().stream()
          .filter(p -> List.of(names).contains(p.name()))
          .findFirst()
          .orElseThrow()
          .value()
          .toDoubles();
    }

    /** The item's row of the table, which may have one for padding before it. */
    double[] item(String id) {
      double[] table = parameter("embedding.weight");
      int row = ITEMS.number(id) - 1 + table.length / D - ITEMS.size();
      return Arrays.copyOfRange(table, row * D, (row + 1) * D);
    }

    /** Item · bias of the read-out. */
    double bias(String id) {
      double[] item = item(id);
      double[] bias = parameter("linear_transform.bias", "W_3.bias");
      return IntStream.range(0, D).mapToDouble(i -> item[i] * bias[i]).sum();
    }
  }

  @ParameterizedTest
  @MethodSource("io.sbr.models.Fixtures#everyForm")
  void contributionsAndRestMakeTheScore(ModelSettings settings) {
    Asked asked = new Asked(settings);
    for (int[] clicks : SESSIONS) {
      GraphExplanation explanation = asked.explain(clicks);
      assertThat(explanation.clicks())
          .extracting(Click::item)
          .containsExactly(Arrays.stream(clicks).mapToObj(ITEMS::id).toArray(String[]::new));
      assertThat(explanation.results()).hasSize(K);
      for (Result result : explanation.results()) {
        assertThat(result.score()).isEqualTo(asked.score(result.item(), clicks));
        double rest = explanation.rest() == Rest.BIAS ? asked.bias(result.item()) : 0;
        boolean given =
            explanation.rest() == Rest.AGAIN
                && explanation.clicks().stream().anyMatch(c -> c.item().equals(result.item()));
        if (explanation.method() == Method.SUM && !given) {
          assertThat(result.rest()).isCloseTo(rest, within(1e-12));
        }
        assertThat(contributed(result, clicks.length) + result.rest())
            .isCloseTo(result.score(), within(1e-12));
      }
    }
  }

  /** What begins with zeros has a part in the sum once it is trained. */
  @Test
  void theLastClicksOwnWayIsInTheSum() {
    Asked asked = new Asked(Models.settings("remix").with(Map.of("hidden", "8")));
    asked.model.parameters().stream()
        .filter(p -> p.name().equals("follow.weight"))
        .forEach(p -> backend.uniform(p.value(), -1, 1, 5, 0));
    GraphExplanation explanation = asked.explain(3, 8, 5);
    List<Result> others =
        explanation.results().stream()
            .filter(r -> explanation.clicks().stream().noneMatch(c -> c.item().equals(r.item())))
            .toList();
    assertThat(others).isNotEmpty();
    for (Result result : others) {
      assertThat(result.parts()).extracting(part -> part.way()).contains(Way.LAST);
      assertThat(contributed(result, 3)).isCloseTo(result.score(), within(1e-12));
    }
  }

  /** φ is told, and the softmax of all scores gives the session's own items that share. */
  @Test
  void whatIsClickedAgainHasItsShare() {
    Asked asked = new Asked(Models.settings("remix").with(Map.of("hidden", "8")));
    int[] clicks = {3, 8, 3, 5};
    double[] scores = asked.recommender.scores(asked.pack(clicks));
    double all = Arrays.stream(scores).map(Math::exp).sum();
    double own = IntStream.of(3, 8, 5).mapToDouble(i -> Math.exp(scores[i - 1])).sum();
    assertThat(asked.explain(clicks).again().orElseThrow()).isCloseTo(own / all, within(1e-12));
    assertThat(
            new Asked(Models.settings("srgnn").with(GnnSettings.HIDDEN, D)).explain(clicks).again())
        .isEmpty();
  }

  private static double contributed(Result result, int clicks) {
    return IntStream.range(0, clicks).mapToDouble(result::total).sum();
  }

  @Test
  void aScoreIsASumWhereTheReadOutIsLinear() {
    for (ModelSettings settings : Fixtures.everyForm()) {
      Map<String, Object> form = settings.toMap();
      boolean bent =
          List.of("psrgat", "sasrec", "stamp", "caser", "gru4rec", "gru4rec-full")
                  .contains(settings.kind().name())
              || "set2set".equals(form.get("readout"));
      GraphExplanation explanation = new Asked(settings).explain(3, 8, 3);
      assertThat(explanation.method())
          .as("%s", form)
          .isEqualTo(bent ? Method.LEAVE_ONE_OUT : Method.SUM);
      assertThat(explanation.rest() == Rest.INTERACTION).isEqualTo(bent);
    }
  }

  @Test
  void srGnnsTermsByPlainLoops() {
    Asked asked = new Asked(SRGNN);
    int[] clicks = {9, 5, 9, 9, 30};
    Map<String, double[]> seen = new HashMap<>();
    GraphBatch batch = asked.pack(clicks);
    asked.recommender.look(
        batch,
        (values, scores) -> {
          values.forEach((name, value) -> seen.put(name, value.value().toDoubles()));
          return null;
        });
    GraphExplanation explanation = asked.explain(clicks);
    assertThat(explanation.attention()).isEqualTo(Attention.WEIGHT);
    double[] w = asked.parameter("linear_transform.weight"); // [d, 2d]
    for (Result result : explanation.results()) {
      double[] item = asked.item(result.item());
      for (int c = 0; c < clicks.length; c++) {
        int node = batch.clickNode()[c];
        double alpha = seen.get("alpha_logit")[node];
        double term = 0;
        double last = 0;
        for (int i = 0; i < D; i++) {
          for (int j = 0; j < D; j++) {
            term += item[i] * w[i * 2 * D + j] * alpha * seen.get("hidden1")[node * D + j];
            last += item[i] * w[i * 2 * D + D + j] * seen.get("last")[j];
          }
        }
        assertThat(explanation.clicks().get(c).attention()).isCloseTo(alpha, within(1e-12));
        assertThat(result.parts()).extracting(Part::way).containsExactly(Way.ATTENTION, Way.LAST);
        assertThat(result.parts().get(0).values().get(c)).isCloseTo(term, within(1e-12));
        assertThat(result.parts().get(1).values().get(c))
            .isCloseTo(c == clicks.length - 1 ? last : 0, within(1e-12));
      }
    }
  }

  @Test
  void targetAttentionIsOfTheItem() {
    GraphExplanation explanation = new Asked(TAGNN).explain(9, 5, 9, 9, 30);
    assertThat(explanation.attention()).isEqualTo(Attention.SHARE);
    assertThat(sum(explanation.clicks().stream().map(Click::attention).toList()))
        .isCloseTo(1, within(1e-12));
    assertThat(explanation.padding()).isZero();
    for (Result result : explanation.results()) {
      assertThat(result.parts())
          .extracting(Part::way)
          .containsExactly(Way.ATTENTION, Way.TARGET, Way.LAST);
      assertThat(sum(result.parts().get(1).attention())).isCloseTo(1, within(1e-12));
    }
    assertThat(explanation.results().get(0).parts().get(1).attention())
        .isNotEqualTo(explanation.results().get(1).parts().get(1).attention());
  }

  @Test
  void paddingTakesAttentionInThePublishedForm() {
    GraphExplanation explanation =
        new Asked(TAGNN.with(GnnSettings.PAD, Pad.PUBLISHED)).explain(9, 5);
    double clicks = sum(explanation.clicks().stream().map(Click::attention).toList());
    assertThat(explanation.padding()).isBetween(0.3, 0.95); // 5 of 7 positions
    assertThat(clicks + explanation.padding()).isCloseTo(1, within(1e-12));
    for (Result result : explanation.results()) {
      assertThat(sum(result.parts().get(1).attention())).isBetween(0.05, 0.7);
    }
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  @Test
  void clicksOnOneItemShareItsNodeAndWhatItAdds() {
    GraphExplanation nodes = new Asked(TAGNN).explain(9, 5, 9);
    assertThat(nodes.clicks()).extracting(Click::node).containsExactly(1, 2, 1);
    for (Result result : nodes.results()) {
      assertThat(result.parts().get(1).values().get(0))
          .isEqualTo(result.parts().get(1).values().get(2));
    }
    // Where the read-out is over clicks in order of time, the second click on 9 is another.
    ModelSettings time =
        ModelSettings.of(TagnnPlusPlus.KIND)
            .with(GnnSettings.HIDDEN, D)
            .with(TagnnPlusPlus.BLOCK, TagnnPlusPlus.Block.TIME);
    GraphExplanation clicks = new Asked(time).explain(9, 5, 9);
    for (Result result : clicks.results()) {
      assertThat(result.total(0)).isNotCloseTo(result.total(2), within(1e-9));
    }
  }

  @Test
  void withoutASumEachClickIsLeftOut() {
    Asked asked = new Asked(Models.settings("wgat").with(GnnSettings.HIDDEN, D));
    int[] clicks = {9, 5, 9, 30};
    int[][] without = {{5, 9, 30}, {9, 9, 30}, {9, 5, 30}, {9, 5, 9}};
    for (Result result : asked.explain(clicks).results()) {
      for (int c = 0; c < clicks.length; c++) {
        assertThat(result.total(c))
            .isEqualTo(result.score() - asked.score(result.item(), without[c]));
      }
    }
    for (Result result : asked.explain(7).results()) {
      assertThat(result.total(0)).isEqualTo(result.score());
      assertThat(result.rest()).isZero();
    }
  }

  /** What CORE's and NARM's scores are sums of; tanh and a transformer leave no sum. */
  @ParameterizedTest
  @CsvSource({
    "core, SUM, SHARE, ATTENTION",
    "narm, SUM, WEIGHT, LAST",
    "stamp, LEAVE_ONE_OUT, WEIGHT, PRESENCE",
    "sasrec, LEAVE_ONE_OUT, NONE, PRESENCE",
    "gru4rec-full, LEAVE_ONE_OUT, NONE, PRESENCE",
    "caser, LEAVE_ONE_OUT, NONE, PRESENCE"
  })
  void modelsOfSequencesSayWhatTheyCan(String model, Method method, Attention attention, Way last) {
    Asked asked = new Asked(Models.settings(model).with(GnnSettings.HIDDEN, D));
    GraphExplanation explanation = asked.explain(9, 5, 9, 30);
    assertThat(explanation.method()).isEqualTo(method);
    assertThat(explanation.attention()).isEqualTo(attention);
    assertThat(explanation.edges()).isEmpty();
    double sum = explanation.clicks().stream().mapToDouble(Click::attention).sum();
    if (attention == Attention.SHARE) {
      assertThat(sum).isCloseTo(1, within(1e-12));
    } else {
      assertThat(Double.isNaN(sum)).isEqualTo(attention == Attention.NONE);
    }
    for (Result result : explanation.results()) {
      List<Part> parts = result.parts();
      assertThat(parts.get(parts.size() - 1).way()).isEqualTo(last);
      if (method == Method.SUM) {
        assertThat(result.rest()).isCloseTo(0, within(1e-12));
      }
    }
  }

  @Test
  void edgesCarryTheWeightsOfTheGraph() {
    // 30 → 5 → 9 → 5: nodes 1, 2, 3 by first click
    assertThat(new Asked(SRGNN).explain(30, 5, 9, 5).edges())
        .containsExactlyInAnyOrder(
            edge("transitions, averaged over neighbours", 1, 2, Map.of("out", 1.0, "in", 0.5)),
            edge("transitions, averaged over neighbours", 2, 3, Map.of("out", 1.0, "in", 1.0)),
            edge("transitions, averaged over neighbours", 3, 2, Map.of("out", 1.0, "in", 0.5)));
    GraphExplanation fc =
        new Asked(Models.settings("srgnn-fc").with(GnnSettings.HIDDEN, D)).explain(30, 5, 9);
    assertThat(fc.edges())
        .filteredOn(edge -> edge.graph().startsWith("every earlier"))
        .extracting(edge -> edge.from() * 10 + edge.to())
        .containsExactlyInAnyOrder(12, 13, 23);
    assertThat(fc.edges()).hasSize(5);
  }

  @Test
  void edgesCarryTheAttentionOfEachLayer() {
    GraphExplanation explanation =
        new Asked(Models.settings("wgat").with(GnnSettings.HIDDEN, D)).explain(9, 5, 9, 5, 30);
    double[][] arriving = new double[2][4];
    for (Edge edge : explanation.edges()) {
      assertThat(edge.weights().keySet()).containsExactly("weight", "gat1", "gat2");
      arriving[0][edge.to()] += edge.weights().get("gat1");
      arriving[1][edge.to()] += edge.weights().get("gat2");
      if (edge.from() == 1 && edge.to() == 2) {
        assertThat(edge.weights().get("weight")).as("9 → 5 twice").isEqualTo(2);
      }
    }
    for (double[] layer : arriving) {
      assertThat(Arrays.copyOfRange(layer, 1, 4))
          .containsExactly(new double[] {1, 1, 1}, within(1e-12));
    }
  }

  private static Edge edge(String graph, int from, int to, Map<String, Double> weights) {
    return new Edge(graph, from, to, weights);
  }

  @Test
  void aModelWithoutAttentionSaysSo() {
    GraphExplanation last = new Asked(SRGNN.with(GnnSettings.READOUT, Readout.LAST)).explain(9, 5);
    assertThat(last.attention()).isEqualTo(Attention.NONE);
    assertThat(last.clicks()).extracting(Click::attention).containsOnly(Double.NaN);
    for (Result result : last.results()) {
      assertThat(result.parts()).extracting(Part::way).containsExactly(Way.LAST);
      assertThat(result.total(0)).isZero();
      assertThat(result.total(1)).isEqualTo(result.score(), within(1e-12));
    }
  }
}
