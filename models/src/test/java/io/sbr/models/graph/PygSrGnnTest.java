package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.models.graph.PygSrGnn.Last;
import io.sbr.models.settings.ModelSettings;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SR-GNN in the form of PyTorch Geometric's versions: by hand, and against plain loops. */
class PygSrGnnTest {
  private static final int HIDDEN = 5;

  static Stream<ModelSettings> variants() {
    return Stream.of(PygSrGnn.QIU, PygSrGnn.NOTEBOOK)
        .flatMap(
            kind ->
                Stream.of("newest", "click")
                    .flatMap(
                        last ->
                            Stream.of("yes", "no")
                                .map(
                                    relu ->
                                        ModelSettings.of(kind)
                                            .with(GnnSettings.HIDDEN, HIDDEN)
                                            .with(Map.of("last", last, "relu", relu)))));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void scoresEqualThoseOfPlainLoops(ModelSettings settings) {
    ModelTwins.assertEqual(settings, (layers, session) -> twin(settings, layers, session));
  }

  private static double[] twin(ModelSettings settings, PlainLayers layers, int[] session) {
    int[] nodes = Arrays.stream(session).distinct().toArray(); // by first appearance
    double[][] h = layers.rows("embedding.weight", nodes, HIDDEN);
    double[][] next = new double[nodes.length][];
    for (int v = 0; v < nodes.length; v++) {
      double[] arrived = new double[HIDDEN];
      for (int t = 1; t < session.length; t++) {
        if (session[t] == nodes[v]) {
          double[] source = h[PlainLayers.indexOf(nodes, session[t - 1])];
          double[] sent =
              layers.get("gated.weight") == null ? source : layers.linear("gated", source);
          for (int c = 0; c < HIDDEN; c++) {
            arrived[c] += sent[c];
          }
        }
      }
      next[v] = layers.gru("gated.rnn", "", arrived, h[v]);
      if (settings.toMap().get("relu").equals("yes")) {
        next[v] = Arrays.stream(next[v]).map(x -> Math.max(0, x)).toArray();
      }
    }
    int last =
        settings.get(PygSrGnn.LAST) == Last.NEWEST
            ? nodes.length - 1
            : PlainLayers.indexOf(nodes, session[session.length - 1]);
    return layers.scores("embedding.weight", layers.nodeReadout(next, next[last]));
  }

  /**
   * One-dimensional items of value 1 and 2; session 2 1 2 1. Item 2 is the first node and receives
   * 1 once, item 1 receives 2 twice, that is 4. With all gates at ½, h′ = ½(h + tanh(in)). The
   * read-out passes on h′ of the last node, item 1: ½(1 + tanh 4); it is scored by 1 and by 2.
   */
  @Test
  void byHand() {
    ModelSettings settings =
        ModelSettings.of(PygSrGnn.QIU).with(GnnSettings.HIDDEN, 1).with(Map.of("relu", "no"));
    double[] scores =
        ModelTwins.byHand(
            settings,
            2,
            parameter -> {
              switch (parameter.name()) {
                case "embedding.weight" -> ModelTwins.write(parameter, 1, 2);
                case "gated.weight" -> ModelTwins.write(parameter, 1);
                case "gated.rnn.weight_ih" -> ModelTwins.write(parameter, 0, 0, 1);
                case "W_3.weight" -> ModelTwins.write(parameter, 1, 0); // the local vector alone
                default -> {} // 0
              }
            },
            2,
            1,
            2,
            1);
    double h = 0.5 * (1 + Math.tanh(4));
    assertThat(scores).containsExactly(new double[] {h, 2 * h}, within(1e-15));
  }

  @Test
  void theDefaultsArePublished() {
    assertThat(ModelSettings.of(PygSrGnn.QIU).toMap())
        .containsEntry("hidden", 100)
        .containsEntry("relu", "yes");
    assertThat(ModelSettings.of(PygSrGnn.NOTEBOOK).toMap())
        .containsEntry("hidden", 64)
        .containsEntry("relu", "no");
  }
}
