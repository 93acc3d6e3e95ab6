package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Var;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.tensor.io.SafeTensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every intermediate tensor of a golden case. The padded ones hold nodes and positions among
 * padding; those that the engine has are compared, the padding node's among them where the model
 * asks for it. The attention weights that the engine never forms come from {@link AttentionTwins}.
 */
final class GoldenIntermediates {
  private final SafeTensors expected;
  private final double tolerance;
  private final int steps;
  private final Set<String> checked = new HashSet<>();

  GoldenIntermediates(GoldenCase golden, SafeTensors expected, double tolerance) {
    this.expected = expected;
    this.tolerance = tolerance;
    steps = golden.config().get("steps").asInt();
  }

  void check(SessionModel model, GraphBatch batch, Map<String, Var> seen) {
    Map<String, double[]> values = new HashMap<>();
    seen.forEach((name, value) -> values.put(name, value.value().toDoubles()));
    for (String name : List.of("global", "last", "session")) {
      close("mid." + name, values.get(name));
    }
    for (int step = 0; step <= steps; step++) {
      nodes(batch, "hidden" + step, values.get("hidden" + step));
    }
    double[] last = values.get("hidden" + steps);
    if (values.containsKey("node_out")) {
      for (String name : List.of("layer_norm", "attn_out", "node_out")) {
        nodes(batch, name, values.get(name));
      }
      nodes(batch, "attn_weights_head_mean", AttentionTwins.heads(model, batch, last, padded()));
      last = values.get("node_out");
    }
    positions(batch, "alpha_logit", values.get("alpha_logit"));
    positions(batch, "seq_hidden", last);
    if (values.containsKey("alpha")) {
      positions(batch, "alpha", perPosition(batch, values.get("alpha")));
      AttentionTwins.Targets twin =
          AttentionTwins.targets(model, batch, last, expected.shape("input.sequence").dim(1));
      close("mid.target_attention", twin.weights());
      close("mid.target_vector", twin.vectors());
    }
    assertThat(checked)
        .isEqualTo(
            expected.names().stream()
                .filter(name -> name.startsWith("mid."))
                .collect(Collectors.toSet()));
  }

  private int padded() {
    return expected.shape("input.items").dim(1);
  }

  private void close(String name, double[] actual) {
    checked.add(name);
    assertThat(actual).as(name).containsExactly(expected.doubles(name), within(tolerance));
  }

  /** A row for each node; the first of a padded row's items that equals the node's is its own. */
  private void nodes(GraphBatch batch, String name, double[] actual) {
    long[] items = expected.longs("input.items");
    int real = 0;
    for (int v = 0; v < batch.nodes(); v++) {
      int slot = batch.nodeSession()[v] * padded();
      while (items[slot] != batch.nodeItems()[v]) {
        slot++;
      }
      assertThat(slot).isLessThan((batch.nodeSession()[v] + 1) * padded());
      row("mid." + name, slot, actual, v, batch.nodes());
      real += batch.nodeItems()[v] == 0 ? 0 : 1;
    }
    assertThat((long) real).isEqualTo(Arrays.stream(items).filter(i -> i != 0).count());
  }

  /** A row for each position: a click's is its node's, padding's the padding node's. */
  private void positions(GraphBatch batch, String name, double[] actual) {
    int length = expected.shape("input.sequence").dim(1);
    for (int b = 0; b < batch.sessions(); b++) {
      int begin = batch.clickOffsets()[b];
      int clicks = batch.clickOffsets()[b + 1] - begin;
      int positions = clicks + (int) batch.padding()[b];
      for (int t = 0; t < positions; t++) {
        int node = t < clicks ? batch.clickNode()[begin + t] : batch.nodeOffsets()[b];
        row("mid." + name, b * length + t, actual, node, batch.nodes());
      }
    }
  }

  private static double[] perPosition(GraphBatch batch, double[] alpha) {
    double[] divided = alpha.clone();
    for (int v = 0; v < divided.length; v++) {
      boolean padding = batch.nodeItems()[v] == 0;
      divided[v] /= padding ? batch.padding()[batch.nodeSession()[v]] : batch.nodeClicks()[v];
    }
    return divided;
  }

  private void row(String name, int paddedRow, double[] actual, int row, int rows) {
    checked.add(name);
    int cols = actual.length / rows;
    double[] all = expected.doubles(name);
    for (int c = 0; c < cols; c++) {
      assertThat(actual[row * cols + c])
          .as("%s row %d column %d", name, paddedRow, c)
          .isCloseTo(all[paddedRow * cols + c], within(tolerance));
    }
  }
}
