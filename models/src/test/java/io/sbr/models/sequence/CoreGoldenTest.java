package io.sbr.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Adam;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Models;
import io.sbr.models.TestBackends;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.DType;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code remix --attend mean --repeat off} is CORE's average form: one batch and a training run of
 * RUCAIBox/CORE, commit 4d6996e. There the padding row is a candidate; here every row of its table
 * is an item, so that its item i is our item i + 1.
 */
class CoreGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/sequence");

  private final JsonNode batchCase = json("core_ave");
  private final JsonNode curve = json("core_curve_ave");

  private static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(FOLDER.resolve(name + ".json").toFile()).get("config");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static SafeTensors tensors(String name) {
    try {
      return SafeTensors.read(FOLDER.resolve(name + ".safetensors"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static SessionModel model(JsonNode config, SafeTensors golden, Arena weights) {
    ModelSettings settings =
        Models.settings("remix")
            .with(
                Map.of(
                    "attend", "mean",
                    "repeat", "off",
                    "dropout", "0",
                    "hidden", config.get("embedding_size").asText(),
                    "temperature", config.get("temperature").asText()));
    SessionModel model =
        Models.create(settings, config.get("rows_of_item_table").asInt(), weights, 0);
    write(model, golden.doubles("param.item_embedding.weight"));
    return model;
  }

  /** Their rows, after our padding row. */
  private static void write(SessionModel model, double[] table) {
    Parameter embedding = model.parameters().get(0);
    double[] all = new double[embedding.value().size()];
    System.arraycopy(table, 0, all, all.length - table.length, table.length);
    embedding.value().backend().write(all, embedding.value());
  }

  private static double[] read(Tensor table) {
    double[] all = table.toDoubles();
    return Arrays.copyOfRange(all, table.cols(), all.length);
  }

  private static GraphBatch batch(
      SessionModel model, SafeTensors golden, String part, int from, int to) {
    int length = golden.shape("input." + part + "sequence").dim(1);
    long[] items = golden.longs("input." + part + "sequence");
    long[] targets = golden.longs("input." + part + "targets");
    int[][] sessions = new int[to - from][];
    int[] longest = new int[to - from];
    int examples = 0;
    for (int b = from; b < to; b++) {
      LongStream input = Arrays.stream(items, b * length, (b + 1) * length).filter(i -> i != 0);
      sessions[b - from] =
          LongStream.concat(input, LongStream.of(targets[b])).mapToInt(i -> (int) i + 1).toArray();
      longest[b - from] = examples;
      examples += sessions[b - from].length - 1;
    }
    return new BatchBuilder(model.itemCount(), model.needs(), length)
        .build(new Examples(Sessions.of(sessions), 1), longest);
  }

  @TestFactory
  Stream<DynamicTest> agreesWithTheAuthorsProgram() {
    return TestBackends.all().stream()
        .map(named -> DynamicTest.dynamicTest(named.toString(), () -> oneBatch(named)));
  }

  private void oneBatch(TestBackends.Named named) {
    try (Backend backend = named.create();
        Arena weights = new Arena(backend)) {
      boolean exact = backend.dtype() == DType.F64;
      SafeTensors golden = tensors(exact ? "core_ave.f64" : "core_ave.f32");
      double tolerance = exact ? 1e-10 : 1e-5;
      SessionModel model = model(batchCase, golden, weights);
      GraphBatch batch = batch(model, golden, "", 0, batchCase.get("batch").asInt());
      Adam adam = new Adam(model.parameters(), Adam.Settings.withDecay(0), weights);
      Parameter table = model.parameters().get(0);
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < 4; step++) {
        try (Arena arena = new Arena(backend)) {
          Tape tape = Tape.recording(arena);
          DeviceBatch device = DeviceBatch.upload(batch, arena);
          Var loss = model.loss(tape, device, StepRandom.OFF);
          losses.add(loss.value().toDoubles()[0]);
          if (step == 0) {
            Tensor scores = arena.tensor(batch.sessions(), model.itemCount());
            backend.scores(model.forward(Tape.inference(arena), device).scorer(), scores);
            assertThat(scores.toDoubles())
                .containsExactly(golden.doubles("out.scores"), within(tolerance));
          }
          tape.backward(loss);
          if (step == 0) {
            Tensor gradient = arena.tensor(table.value().shape());
            backend.toDense(table.gradient(), gradient);
            assertThat(read(gradient))
                .containsExactly(golden.doubles("grad.item_embedding.weight"), within(tolerance));
          }
          if (step < 3) {
            adam.step(1e-3);
          }
          if (step == 0 || step == 2) {
            assertThat(read(table.value()))
                .containsExactly(
                    golden.doubles("adam" + (step + 1) + ".item_embedding.weight"),
                    within(exact ? 1e-10 : 1e-4));
          }
        }
      }
      assertThat(losses.stream().mapToDouble(x -> x).toArray())
          .containsExactly(golden.doubles("out.loss_steps"), within(tolerance));
    }
  }

  /** Every loss of three epochs, all ranks after each, and the table in the end. */
  @Test
  void followsTheTrainingRun() {
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SafeTensors golden = tensors("core_curve_ave.f64");
      SessionModel model = model(curve, golden, weights);
      Adam adam = new Adam(model.parameters(), Adam.Settings.withDecay(0), weights);
      int size = curve.get("batch").asInt();
      int rows = golden.shape("input.train_sequence").dim(0);
      double[] losses = golden.doubles("out.loss_curve");
      int at = 0;
      for (int epoch = 0; epoch < curve.get("epochs").asInt(); epoch++) {
        for (int from = 0; from < rows; from += size) {
          GraphBatch batch = batch(model, golden, "train_", from, Math.min(rows, from + size));
          try (Arena arena = new Arena(backend)) {
            Tape tape = Tape.recording(arena);
            Var loss = model.loss(tape, DeviceBatch.upload(batch, arena), StepRandom.OFF);
            assertThat(loss.value().toDoubles()[0])
                .as("step %d", at)
                .isCloseTo(losses[at++], within(1e-9));
            tape.backward(loss);
            adam.step(curve.get("lr").asDouble());
          }
        }
        checkRanks(model, golden, backend, epoch);
      }
      assertThat(read(model.parameters().get(0).value()))
          .containsExactly(golden.doubles("final.item_embedding.weight"), within(1e-9));
    }
  }

  /** Their ranks leave the padding row out and count what is strictly higher. */
  private static void checkRanks(
      SessionModel model, SafeTensors golden, Backend backend, int epoch) {
    int rows = golden.shape("input.test_sequence").dim(0);
    int n = model.itemCount();
    long[] targets = golden.longs("input.test_targets");
    GraphBatch batch = batch(model, golden, "test_", 0, rows);
    try (Arena arena = new Arena(backend)) {
      Tensor all = arena.tensor(rows, n);
      DeviceBatch device = DeviceBatch.upload(batch, arena);
      backend.scores(model.forward(Tape.inference(arena), device).scorer(), all);
      double[] scores = all.toDoubles();
      long[] ranks = golden.longs("out.test_rank");
      for (int row = 0; row < rows; row++) {
        int at = row * n;
        double wanted = scores[at + (int) targets[row]];
        long above = IntStream.range(1, n).filter(i -> scores[at + i] > wanted).count();
        assertThat(above + 1).isEqualTo(ranks[epoch * rows + row]);
      }
    }
  }
}
