package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.parts.GlobalTransitions.Norm;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Models;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.graph.PlainSrGnn.Graph;
import io.sbr.models.graph.SrGnnFc.FullConnections;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.layers.Readout;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SR-GNN's variants, for which no golden case exists: worked by hand, and against plain loops on
 * random sessions.
 */
class SrGnnVariantsTest {
  private static final int ITEMS = 9;
  private static final int HIDDEN = 5;

  static Stream<ModelSettings> variants() {
    List<ModelSettings> all = new ArrayList<>();
    for (Readout readout : Readout.values()) {
      all.add(ModelSettings.of(SrGnn.KIND).with(GnnSettings.READOUT, readout));
    }
    all.add(ModelSettings.of(SrGnn.KIND).with(GnnSettings.STEPS, 0));
    for (Norm norm : Norm.values()) {
      all.add(ModelSettings.of(SrGnnNgc.KIND).with(SrGnnNgc.GLOBAL_NORM, norm));
    }
    for (FullConnections fc : FullConnections.values()) {
      all.add(ModelSettings.of(SrGnnFc.KIND).with(SrGnnFc.FC, fc));
      all.add(ModelSettings.of(SrGnnFc.KIND).with(SrGnnFc.FC, fc).with(GnnSettings.STEPS, 2));
    }
    return all.stream().map(settings -> settings.with(GnnSettings.HIDDEN, HIDDEN));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void scoresEqualThoseOfPlainLoops(ModelSettings settings) {
    Random random = new Random(5);
    int[][] train = sessions(random, 12, 2);
    int[][] sessions = sessions(random, 20, 1);
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = model(settings, train, weights);
      PlainSrGnn twin =
          new PlainSrGnn(
              model.parameters(),
              HIDDEN,
              settings.get(GnnSettings.STEPS),
              settings.get(GnnSettings.READOUT));
      double[] scores =
          new NeuralRecommender(model, backend)
              .scores(new BatchBuilder(ITEMS, model.needs(), 0).build(sessions));
      for (int b = 0; b < sessions.length; b++) {
        assertThat(Arrays.copyOfRange(scores, b * ITEMS, (b + 1) * ITEMS))
            .containsExactly(
                twin.scores(sessions[b], graphs(settings, train, sessions[b])), within(1e-12));
      }
    }
  }

  /**
   * One-dimensional items of value 1, 2, 3, of which the incoming message is passed on as it is:
   * with all gates at ½, h′ = ½(h + tanh(in)); the score of item i is h′ of the last click times i.
   *
   * <p>Global connections: training has 1→2 three times, 1→3 once. In session 1 2, node 2 receives
   * ¾ · 1 (by source) or all of 1 (by target). Full connections of 1 2 3: node 3 receives 1 + 2.
   */
  @Test
  void byHand() {
    int[][] train = {{1, 2}, {1, 2}, {1, 3}, {1, 2}};
    ModelSettings ngc = ModelSettings.of(SrGnnNgc.KIND).with(GnnSettings.READOUT, Readout.LAST);
    ModelSettings fc =
        ModelSettings.of(SrGnnFc.KIND)
            .with(GnnSettings.READOUT, Readout.LAST)
            .with(SrGnnFc.FC, FullConnections.REPLACE);
    double bySource = 0.5 * (2 + Math.tanh(0.75));
    double byTarget = 0.5 * (2 + Math.tanh(1));
    double pairs = 0.5 * (3 + Math.tanh(3));
    assertThat(byHand(ngc, train, 1, 2)).containsExactly(times(bySource), within(1e-15));
    assertThat(byHand(ngc.with(SrGnnNgc.GLOBAL_NORM, Norm.IN_STRENGTH), train, 1, 2))
        .containsExactly(times(byTarget), within(1e-15));
    assertThat(byHand(fc, train, 1, 2, 3)).containsExactly(times(pairs), within(1e-15));
  }

  private static double[] times(double h) {
    return new double[] {h, 2 * h, 3 * h};
  }

  private static double[] byHand(ModelSettings settings, int[][] train, int... session) {
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      TransitionCounts counts = TransitionCounts.of(Sessions.of(train), 3);
      SessionModel model =
          Models.create(
              settings.with(GnnSettings.HIDDEN, 1),
              new ModelContext(3, Optional.of(counts), weights, 1));
      for (Parameter parameter : model.parameters()) {
        double[] values = new double[parameter.value().size()];
        switch (parameter.name()) {
          case "embedding.weight" -> Arrays.setAll(values, i -> i);
          case "gnn.linear_edge_in.weight" -> values[0] = 1;
          case "gnn.w_ih" -> values[4] = 1; // row "new", column "incoming"
          default -> {} // 0
        }
        backend.write(values, parameter.value());
      }
      return new NeuralRecommender(model, backend)
          .scores(new BatchBuilder(3, model.needs(), 0).build(new int[][] {session}));
    }
  }

  private static SessionModel model(ModelSettings settings, int[][] train, Arena weights) {
    TransitionCounts counts = TransitionCounts.of(Sessions.of(train), ITEMS);
    return Models.create(settings, new ModelContext(ITEMS, Optional.of(counts), weights, 3));
  }

  private static int[][] sessions(Random random, int count, int shortest) {
    int[][] sessions = new int[count][];
    for (int s = 0; s < count; s++) {
      sessions[s] = random.ints(shortest + random.nextInt(7), 1, ITEMS + 1).toArray();
    }
    return sessions;
  }

  private static List<Graph> graphs(ModelSettings settings, int[][] train, int[] session) {
    int[] nodes = PlainSrGnn.nodes(session);
    double[][] next = new double[nodes.length][nodes.length]; // 1 where v follows u at once
    double[][] later = new double[nodes.length][nodes.length]; // 1 where v comes after u
    for (int i = 0; i < session.length; i++) {
      for (int j = i + 1; j < session.length; j++) {
        int u = Arrays.binarySearch(nodes, session[i]);
        int v = Arrays.binarySearch(nodes, session[j]);
        later[u][v] = 1;
        next[u][v] = j == i + 1 ? 1 : next[u][v];
      }
    }
    Graph own = new Graph("gnn", averaged(transposed(next)), averaged(next));
    if (settings.kind() == SrGnnNgc.KIND) {
      double[][] global = global(settings.get(SrGnnNgc.GLOBAL_NORM), train, nodes, next);
      return List.of(new Graph("gnn", transposed(global), global));
    }
    if (settings.kind() == SrGnnFc.KIND) {
      return settings.get(SrGnnFc.FC) == FullConnections.REPLACE
          ? List.of(new Graph("gnn", transposed(later), later))
          : List.of(own, new Graph("gnn.second", transposed(later), later));
    }
    return List.of(own);
  }

  private static double[][] global(Norm norm, int[][] train, int[] nodes, double[][] next) {
    double[][] counts = new double[ITEMS + 1][ITEMS + 1];
    for (int[] session : train) {
      for (int i = 1; i < session.length; i++) {
        counts[session[i - 1]][session[i]]++;
      }
    }
    double[][] shares =
        norm == Norm.OUT_STRENGTH ? averaged(counts) : transposed(averaged(transposed(counts)));
    double[][] weights = new double[nodes.length][nodes.length];
    for (int u = 0; u < nodes.length; u++) {
      for (int v = 0; v < nodes.length; v++) {
        weights[u][v] = next[u][v] * shares[nodes[u]][nodes[v]];
      }
    }
    return weights;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }

  private static double[][] averaged(double[][] matrix) {
    double[][] result = new double[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      double sum = Arrays.stream(matrix[i]).sum();
      for (int j = 0; j < matrix.length && sum > 0; j++) {
        result[i][j] = matrix[i][j] / sum;
      }
    }
    return result;
  }
}
