package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Models;
import io.sbr.models.graph.TagnnPlusPlus.Block;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TAGNN++ over clicks in order of time, for which no golden case exists: from the node states on,
 * against plain loops over one session at a time.
 */
class ClickTransformerTest {
  private static final int ITEMS = 9;
  private static final int D = 6;
  private static final int HEADS = 2;

  private Map<String, double[]> parameters;

  private static ModelSettings settings(int positions) {
    return ModelSettings.of(TagnnPlusPlus.KIND)
        .with(
            Map.of(
                "block",
                "time",
                "positions",
                "" + positions,
                "hidden",
                "" + D,
                "readout",
                "hybrid"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 50})
  void scoresEqualThoseOfPlainLoops(int positions) {
    Random random = new Random(8);
    int[][] sessions = new int[15][];
    for (int s = 0; s < sessions.length; s++) {
      sessions[s] = random.ints(1 + random.nextInt(8), 1, ITEMS + 1).toArray();
    }
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend);
        Arena arena = new Arena(backend)) {
      SessionModel model = Models.create(settings(positions), ITEMS, weights, 2);
      parameters = new HashMap<>();
      model.parameters().forEach(p -> parameters.put(p.name(), p.value().toDoubles()));
      assertThat(parameters.containsKey("position.weight")).isEqualTo(positions > 0);
      GraphBatch batch = new BatchBuilder(ITEMS, model.needs(), 0).build(sessions);
      Map<String, Var> seen = new HashMap<>();
      Tape tape = Tape.inference(arena).observedBy(seen::put);
      double[] scores = scores(model, tape, batch);
      double[] nodes = seen.get("hidden1").value().toDoubles();
      for (int b = 0; b < sessions.length; b++) {
        int begin = batch.clickOffsets()[b];
        double[][] clicked = new double[sessions[b].length][];
        for (int t = 0; t < clicked.length; t++) {
          int node = batch.clickNode()[begin + t];
          clicked[t] = Arrays.copyOfRange(nodes, node * D, (node + 1) * D);
        }
        assertThat(Arrays.copyOfRange(scores, b * ITEMS, (b + 1) * ITEMS))
            .containsExactly(twin(clicked, positions), within(1e-12));
      }
    }
  }

  private double[] twin(double[][] x, int positions) {
    int l = x.length;
    double[][] qkv = new double[l][];
    for (int t = 0; t < l; t++) {
      double[] placed = x[t].clone();
      for (int c = 0; c < D && positions > 0; c++) {
        int age = Math.min(l - 1 - t, positions - 1);
        placed[c] += parameters.get("position.weight")[age * D + c];
      }
      qkv[t] = linear("attn.in_proj_weight", "attn.in_proj_bias", normalised(placed));
    }
    double[][] s = new double[l][];
    for (int t = 0; t < l; t++) {
      double[] taken = new double[D];
      for (int head = 0; head < HEADS; head++) {
        int from = head * D / HEADS;
        int to = (head + 1) * D / HEADS;
        double[] logits = new double[t + 1]; // itself and earlier clicks
        for (int j = 0; j <= t; j++) {
          for (int c = from; c < to; c++) {
            logits[j] += qkv[t][c] * qkv[j][D + c] / Math.sqrt(to - from);
          }
        }
        double[] weights = AttentionTwins.softmax(logits, t + 1);
        for (int j = 0; j <= t; j++) {
          for (int c = from; c < to; c++) {
            taken[c] += weights[j] * qkv[j][2 * D + c];
          }
        }
      }
      s[t] = sum(x[t], linear("attn.out_proj.weight", "attn.out_proj.bias", taken));
    }
    return readout(s);
  }

  private double[] readout(double[][] s) {
    int l = s.length;
    double[] table = parameters.get("embedding.weight");
    double[] u = new double[l];
    double[][] queries = new double[l][];
    double[] one = linear("linear_one.weight", "linear_one.bias", s[l - 1]);
    for (int t = 0; t < l; t++) {
      double[] both = sum(one, linear("linear_two.weight", "linear_two.bias", s[t]));
      for (int c = 0; c < D; c++) {
        u[t] += parameters.get("linear_three.weight")[c] / (1 + Math.exp(-both[c]));
      }
      queries[t] = AttentionTwins.product(s[t], 1, parameters.get("linear_t.weight"), D, D);
    }
    double[] global = mixture(AttentionTwins.softmax(u, l), s);
    double[] joined = Arrays.copyOf(global, 2 * D);
    System.arraycopy(s[l - 1], 0, joined, D, D);
    double[] session = linear("linear_transform.weight", "linear_transform.bias", joined);
    double[] scores = new double[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      double[] item = Arrays.copyOfRange(table, (i + 1) * D, (i + 2) * D);
      double[] logits = new double[l];
      for (int t = 0; t < l; t++) {
        logits[t] = dot(item, queries[t]);
      }
      scores[i] = dot(item, sum(session, mixture(AttentionTwins.softmax(logits, l), s)));
    }
    return scores;
  }

  private static double[] mixture(double[] weights, double[][] s) {
    double[] sum = new double[D];
    for (int t = 0; t < s.length; t++) {
      for (int c = 0; c < D; c++) {
        sum[c] += weights[t] * s[t][c];
      }
    }
    return sum;
  }

  private double[] normalised(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] y = new double[D];
    for (int c = 0; c < D; c++) {
      y[c] = (x[c] - mean) / Math.sqrt(variance + 1e-5) * parameters.get("layer_norm1.weight")[c];
      y[c] += parameters.get("layer_norm1.bias")[c];
    }
    return y;
  }

  private double[] linear(String weight, String bias, double[] x) {
    double[] b = parameters.get(bias);
    return sum(AttentionTwins.product(x, 1, parameters.get(weight), x.length, b.length), b);
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, c -> a[c] + b[c]);
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }

  /**
   * The same graph and the same last click: 1 2 1 3 2 and 1 3 2 1 2 differ in time alone, which the
   * published block cannot see.
   */
  @Test
  void onlyTheBlockOverClicksSeesTheOrderOfTime() {
    int[][] sessions = {{1, 2, 1, 3, 2, 1, 2}, {1, 3, 2, 1, 2, 1, 2}};
    for (Block block : Block.values()) {
      ModelSettings settings =
          ModelSettings.of(TagnnPlusPlus.KIND).with(TagnnPlusPlus.BLOCK, block);
      try (Backend backend = new ReferenceBackend();
          Arena weights = new Arena(backend);
          Arena arena = new Arena(backend)) {
        SessionModel model = Models.create(settings, ITEMS, weights, 2);
        GraphBatch batch = new BatchBuilder(ITEMS, model.needs(), 0).build(sessions);
        double[] scores = scores(model, Tape.inference(arena), batch);
        double difference = Math.abs(scores[0] - scores[ITEMS]);
        assertThat(difference > 1e-6).as(block.toString()).isEqualTo(block == Block.TIME);
      }
    }
  }

  /** Dropped in training by the numbers of (seed, step), and nowhere else. */
  @ParameterizedTest
  @ValueSource(strings = {"published", "time"})
  void dropoutIsAFunctionOfSeedAndStep(String block) {
    ModelSettings settings =
        ModelSettings.of(TagnnPlusPlus.KIND).with(Map.of("block", block, "dropout", "0.5"));
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend);
        Arena arena = new Arena(backend)) {
      SessionModel model = Models.create(settings, ITEMS, weights, 2);
      GraphBatch batch =
          new BatchBuilder(ITEMS, model.needs(), 0).build(new int[][] {{1, 2, 5, 7, 4, 3, 8}});
      double[] off = dropped(model, arena, batch, StepRandom.OFF);
      double[] first = dropped(model, arena, batch, StepRandom.of(1, 0));
      assertThat(dropped(model, arena, batch, StepRandom.of(1, 0))).isEqualTo(first);
      assertThat(first).isNotEqualTo(off);
      assertThat(dropped(model, arena, batch, StepRandom.of(1, 1))).isNotEqualTo(first);
      assertThat(dropped(model, arena, batch, StepRandom.of(2, 0))).isNotEqualTo(first);
    }
  }

  private static double[] dropped(
      SessionModel model, Arena arena, GraphBatch batch, StepRandom random) {
    DeviceBatch device = DeviceBatch.upload(batch, arena);
    return scores(model.forward(Tape.inference(arena), device, random), arena);
  }

  private static double[] scores(SessionModel model, Tape tape, GraphBatch batch) {
    return scores(model.forward(tape, DeviceBatch.upload(batch, tape.arena())), tape.arena());
  }

  private static double[] scores(Scores scores, Arena arena) {
    Tensor all = arena.tensor(scores.scorer().sessionCount(), scores.scorer().itemCount());
    arena.backend().scores(scores.scorer(), all);
    return all.toDoubles();
  }
}
