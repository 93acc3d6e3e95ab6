package io.sbr.models.sequence;

import io.sbr.models.Models;
import io.sbr.models.graph.ModelTwins;
import io.sbr.models.graph.PlainLayers;
import io.sbr.models.settings.ModelSettings;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * STAMP as its authors' program has it (uestcnlp/STAMP, c0233b6), for which no golden case exists:
 * without biases, what is looked up clipped to a length; against plain loops over one session.
 */
class StampTest {
  private static final int D = 6;

  @ParameterizedTest
  @CsvSource({"off, 0.6", "off, 0", "on, 0.5"})
  void scoresByPlainLoops(String biases, double longest) {
    ModelSettings settings =
        Models.settings("stamp")
            .with(Map.of("hidden", "" + D, "biases", biases, "max-norm", "" + longest));
    ModelTwins.assertEqual(settings, (layers, session) -> twin(layers, session, longest));
  }

  private static double[] twin(PlainLayers layers, int[] session, double longest) {
    double[][] x = new double[session.length][];
    double[] mean = new double[D];
    for (int t = 0; t < x.length; t++) {
      x[t] =
          Arrays.copyOfRange(
              layers.get("item_embedding.weight"), session[t] * D, (session[t] + 1) * D);
      double length = Math.sqrt(Arrays.stream(x[t]).map(v -> v * v).sum());
      for (int c = 0; c < D; c++) {
        x[t][c] *= longest > 0 && length > longest ? longest / length : 1;
        mean[c] += x[t][c] / session.length;
      }
    }
    double[] last = x[x.length - 1];
    double[] memory = mean.clone();
    for (double[] click : x) {
      double[] one = layers.linear("w1.weight", "b_a", click); // the bias, if there is one
      double[] two = layers.linear("w2.weight", "none", last);
      double[] three = layers.linear("w3.weight", "none", mean);
      double alpha = 0;
      for (int c = 0; c < D; c++) {
        alpha += layers.get("w0.weight")[c] / (1 + Math.exp(-(one[c] + two[c] + three[c])));
      }
      for (int c = 0; c < D; c++) {
        memory[c] += alpha * click[c];
      }
    }
    double[] hs = layers.linear("mlp_a", memory);
    double[] ht = layers.linear("mlp_b", last);
    double[] both = new double[D];
    Arrays.setAll(both, c -> Math.tanh(hs[c]) * Math.tanh(ht[c]));
    double[] all = layers.scores("item_embedding.weight", both);
    return Arrays.copyOfRange(all, 1, all.length);
  }
}
