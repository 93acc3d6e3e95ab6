package io.sbr.models.graph;

import static io.sbr.models.graph.PlainLayers.dot;
import static io.sbr.models.graph.PlainLayers.indexOf;
import static io.sbr.models.graph.PlainLayers.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.models.settings.ModelSettings;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WGAT by hand, and against plain loops over dense matrices on random sessions. */
class WgatTest {
  private static final int HIDDEN = 4;
  private static final int HEADS = 3;

  static Stream<ModelSettings> variants() {
    return Stream.of(
            Map.of("readout", "set2set"),
            Map.of("readout", "set2set", "softmax-group", "source"),
            Map.of("readout", "srgnn"),
            Map.of("readout", "srgnn", "last", "newest", "softmax-group", "source"))
        .map(
            texts ->
                ModelSettings.of(Wgat.KIND)
                    .with(Map.of("hidden", "" + HIDDEN, "heads", "" + HEADS))
                    .with(texts));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void scoresEqualThoseOfPlainLoops(ModelSettings settings) {
    ModelTwins.assertEqual(settings, (layers, session) -> twin(settings, layers, session));
  }

  private static double[] twin(ModelSettings settings, PlainLayers layers, int[] session) {
    int[] nodes = Arrays.stream(session).distinct().toArray();
    double[][] counts = new double[nodes.length][nodes.length]; // [source][target]
    for (int t = 1; t < session.length; t++) {
      counts[indexOf(nodes, session[t - 1])][indexOf(nodes, session[t])]++;
    }
    for (int v = 0; v < nodes.length; v++) {
      counts[v][v] = Math.max(1, counts[v][v]);
    }
    boolean bySource = settings.toMap().get("softmax-group").equals("source");
    double[][] h = layers.rows("embedding.weight", nodes, HIDDEN);
    h = layer(layers, "gat1", HEADS, h, counts, bySource);
    h = layer(layers, "gat2", 1, h, counts, bySource);
    Object last = settings.toMap().get("last");
    double[] s =
        last == null
            ? layers.linear("linear_transform", set2set(layers, h))
            : layers.nodeReadout(
                h,
                h[
                    last.equals("newest")
                        ? nodes.length - 1
                        : indexOf(nodes, session[session.length - 1])]);
    return layers.scores("embedding.weight", s);
  }

  private static double[][] layer(
      PlainLayers layers,
      String name,
      int heads,
      double[][] x,
      double[][] counts,
      boolean bySource) {
    int n = x.length;
    double[][] out = new double[n][];
    Arrays.setAll(out, v -> layers.get(name + ".bias").clone());
    for (int head = 0; head < heads; head++) {
      int begin = head * HIDDEN;
      double[] att =
          Arrays.copyOfRange(
              layers.get(name + ".att"), head * (2 * HIDDEN + 1), (head + 1) * (2 * HIDDEN + 1));
      double[][] g = new double[n][];
      Arrays.setAll(
          g,
          v ->
              Arrays.copyOfRange(
                  layers.linear(name + ".weight", "none", x[v]), begin, begin + HIDDEN));
      double[][] logits = new double[n][n]; // [group][member]
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
          double logit = att[2 * HIDDEN] * counts[j][i];
          for (int c = 0; c < HIDDEN; c++) {
            logit += att[c] * g[i][c] + att[HIDDEN + c] * g[j][c];
          }
          double leaky = logit > 0 ? logit : 0.2 * logit;
          double present = counts[j][i] > 0 ? leaky : Double.NEGATIVE_INFINITY;
          logits[bySource ? j : i][bySource ? i : j] = present;
        }
      }
      for (int group = 0; group < n; group++) {
        double[] alpha = softmax(logits[group]);
        for (int member = 0; member < n; member++) {
          int target = bySource ? member : group;
          int source = bySource ? group : member;
          for (int c = 0; c < HIDDEN; c++) {
            out[target][begin + c] += alpha[member] * g[source][c];
          }
        }
      }
    }
    return out;
  }

  private static double[] set2set(PlainLayers layers, double[][] x) {
    double[] q = new double[HIDDEN];
    double[] both = new double[2 * HIDDEN];
    for (int round = 0; round < 3; round++) {
      q = layers.gru("set2set.gru", "_l0", both, q);
      double[] query = q;
      double[] a = softmax(Arrays.stream(x).mapToDouble(v -> dot(v, query)).toArray());
      both = Arrays.copyOf(q, 2 * HIDDEN);
      for (int v = 0; v < x.length; v++) {
        for (int c = 0; c < HIDDEN; c++) {
          both[HIDDEN + c] += a[v] * x[v][c];
        }
      }
    }
    return both;
  }

  /**
   * One-dimensional items of value 1 and 2, one head, session 1 2 1 2; only the third argument of
   * the attention counts: logit = w. The edge 1→2 occurs twice, 2→1 once, and each node has one to
   * itself of weight 1. The second layer and the read-out pass on the last click's vector, item 2.
   *
   * <p>By target: item 2 takes e²/(e² + e) of item 1's value and the rest of its own in the first
   * layer. Item 1 takes half of both. The second layer does the same with those.
   *
   * <p>By source: of what leaves item 1, e²/(e² + e) goes to item 2; item 2 keeps half of its own.
   */
  @ParameterizedTest
  @ValueSource(strings = {"target", "source"})
  void byHand(String group) {
    double p = Math.E / (Math.E + 1); // e²/(e² + e)
    double one = group.equals("target") ? 0.5 * 1 + 0.5 * 2 : (1 - p) * 1 + 0.5 * 2;
    double two = group.equals("target") ? p * 1 + (1 - p) * 2 : p * 1 + 0.5 * 2;
    double expected = group.equals("target") ? p * one + (1 - p) * two : p * one + 0.5 * two;
    double[] scores =
        ModelTwins.byHand(
            ModelSettings.of(Wgat.KIND)
                .with(
                    Map.of(
                        "hidden", "1", "heads", "1", "readout", "srgnn", "softmax-group", group)),
            2,
            parameter -> {
              switch (parameter.name()) {
                case "embedding.weight" -> ModelTwins.write(parameter, 1, 2);
                case "gat1.weight", "gat2.weight" -> ModelTwins.write(parameter, 1);
                case "gat1.att", "gat2.att" -> ModelTwins.write(parameter, 0, 0, 1);
                case "W_3.weight" -> ModelTwins.write(parameter, 1, 0);
                default -> {} // 0
              }
            },
            1,
            2,
            1,
            2);
    assertThat(scores).containsExactly(new double[] {expected, 2 * expected}, within(1e-15));
  }

  @Test
  void aSettingWithoutEffectIsRefused() {
    assertThat(ModelSettings.of(Wgat.KIND).toMap()).doesNotContainKey("last");
    assertThatThrownBy(() -> ModelSettings.of(Wgat.KIND).with(Map.of("last", "newest")))
        .hasMessage("last has an effect only with readout srgnn");
  }
}
