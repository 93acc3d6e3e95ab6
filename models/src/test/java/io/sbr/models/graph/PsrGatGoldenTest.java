package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Var;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.users.PersonalUsage;
import io.sbr.models.Models;
import io.sbr.models.TestBackends;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * PSR-GAT's golden cases on every backend. Sessions and durations are taken back from the case's
 * edges and go the way of all data, so that nodes, edges and weights are compared too; the usage
 * statistics are the case's own.
 */
public class PsrGatGoldenTest {
  /** The backends to check. */
  List<TestBackends.Named> backends() {
    return TestBackends.all();
  }

  @TestFactory
  Stream<DynamicTest> agreesWithTheAuthorsProgram() {
    return backends().stream()
        .flatMap(
            named ->
                GoldenCase.psrGat().stream()
                    .map(
                        golden ->
                            DynamicTest.dynamicTest(
                                golden + " on " + named,
                                () -> {
                                  try (Backend backend = named.create()) {
                                    new Check(golden, backend).run();
                                    assertThat(backend.liveBytes()).isZero();
                                  }
                                })));
  }

  /** One case on one backend. */
  private static final class Check extends GoldenComparison {
    private final boolean published;
    private final int items;

    Check(GoldenCase golden, Backend backend) {
      super(golden, backend);
      published = golden.toString().endsWith("published_graph");
      items = golden.config().get("num_items").asInt();
    }

    @Override
    SessionModel model(Arena weights) {
      ModelSettings settings =
          ModelSettings.of(PsrGat.KIND)
              .with(
                  Map.of(
                      "hidden", golden.config().get("width").asText(),
                      "heads", golden.config().get("heads").asText(),
                      "graph", published ? "published" : "idea"));
      SessionModel model = Models.create(settings, items, weights, 0);
      for (Parameter parameter : model.parameters()) {
        backend.write(golden.f64().doubles("param." + parameter.name()), parameter.value());
      }
      return model;
    }

    @Override
    GraphBatch batch(SessionModel model) {
      long[] x = golden.f64().longs("input.x");
      long[] graph = golden.f64().longs("input.batch");
      long[] edges = golden.f64().longs("input.edge_index");
      double[] durations = golden.f64().doubles("input.edge_duration");
      double[] lastTwo = golden.f64().doubles("input.last2_duration");
      long[] targets = golden.f64().longs("input.targets");
      int count = durations.length;
      int sessions = targets.length;
      List<Integer> clicks = new ArrayList<>();
      List<Double> seconds = new ArrayList<>();
      int[] offsets = new int[sessions + 1];
      int[] longest = new int[sessions];
      for (int b = 0; b < sessions; b++) {
        int session = b;
        int[] own =
            IntStream.range(0, count).filter(e -> graph[(int) edges[e]] == session).toArray();
        int[] nodes = IntStream.range(0, x.length).filter(v -> graph[v] == session).toArray();
        if (published || own.length == 0) {
          IntStream.of(nodes).forEach(v -> clicks.add((int) x[v]));
        } else {
          clicks.add((int) x[(int) edges[own[0]]]);
          IntStream.of(own).forEach(e -> clicks.add((int) x[(int) edges[count + e]]));
        }
        IntStream.of(own).forEach(e -> seconds.add(durations[e]));
        seconds.add(lastTwo[2 * b]);
        clicks.add((int) targets[b]);
        seconds.add(lastTwo[2 * b + 1]);
        offsets[b + 1] = clicks.size();
        longest[b] = offsets[b] - b;
      }
      float[] viewed = new float[seconds.size()];
      for (int c = 0; c < viewed.length; c++) {
        viewed[c] = (float) (double) seconds.get(c);
      }
      Sessions log =
          new Sessions(clicks.stream().mapToInt(i -> i + 1).toArray(), offsets, null, viewed, null);
      GraphBatch batch =
          new BatchBuilder(items, model.needs(), 0).build(new Examples(log, 1), longest);
      assertThat(Arrays.stream(batch.nodeItems()).mapToLong(i -> i - 1)).containsExactly(unbox(x));
      return batch;
    }

    private static Long[] unbox(long[] values) {
      return Arrays.stream(values).boxed().toArray(Long[]::new);
    }

    @Override
    DeviceBatch upload(GraphBatch batch, Arena arena) {
      DeviceBatch device = DeviceBatch.upload(batch, arena);
      Scorer.Usage usage = usage(arena);
      device.parts().put(new PersonalUsage(items, false), usage);
      return device;
    }

    /** The case's statistics, dense, through the normalisation of the sparse ones. */
    private Scorer.Usage usage(Arena arena) {
      String[] names = {"freq_m", "dur_m", "freq_w", "dur_w", "freq_d", "dur_d"};
      int sessions = golden.config().get("batch").asInt();
      int[] all = IntStream.rangeClosed(1, items).toArray();
      double[] boosts = new double[sessions * items * names.length];
      for (int b = 0; b < sessions; b++) {
        double[] statistics = new double[items * names.length];
        for (int k = 0; k < names.length; k++) {
          double[] dense = golden.f64().doubles("input.scr_" + names[k]);
          for (int i = 0; i < items; i++) {
            statistics[i * names.length + k] = dense[b * items + i];
          }
        }
        double[] row = new UsageHistory.Usage(all, statistics).boosts(items);
        System.arraycopy(row, 0, boosts, b * row.length, row.length);
      }
      return new Scorer.Usage(
          arena.copyOf(IntStream.rangeClosed(0, sessions).map(b -> b * items).toArray()),
          arena.copyOf(IntStream.range(0, sessions * items).map(e -> e % items).toArray()),
          arena.copyOf(boosts, sessions * items, names.length));
    }

    @Override
    void checkIntermediates(SessionModel model, GraphBatch batch, Map<String, Var> seen) {
      new PsrGatIntermediates(expected, tolerance).check(batch, seen);
    }
  }
}
