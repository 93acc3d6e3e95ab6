package io.sbr.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Adagrad;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchOrder;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.SessionLanes;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.eval.Metrics;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Ints;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole training runs of GRU4Rec's own program, followed step by step in float64, as its rows come:
 * which lane sees what, every loss, the final parameters, and the figures on test. With logQ what
 * the program lowers scores by is wrong once lanes have fallen away (docs/models.md, section 19),
 * and so it is here.
 */
class Gru4RecCurveTest {
  private static final double TOLERANCE = 1e-10;

  /** The program takes the inverse of a rank in single precision. */
  private static final double FIGURES = 1e-7;

  /** Lanes of the program's evaluation. */
  private static final int TEST_LANES = 4;

  @ParameterizedTest
  @ValueSource(strings = {"gru4rec_curve_ce", "gru4rec_curve_bprmax", "gru4rec_curve_ce_nosample"})
  void followsTheTrainingRun(String name) {
    Gru4RecCase golden = new Gru4RecCase(name);
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      Gru4Rec model = golden.model(weights);
      Adagrad adagrad = new Adagrad(model.parameters(), golden.momentum(), weights);
      Examples train = new Examples(train(golden), 1);
      SessionLanes lanes = model.lanes().orElseThrow();
      BatchOrder order = lanes.order(train);
      BatchBuilder builder = new BatchBuilder(model.itemCount(), model.needs(), 0);
      boolean draws = golden.f64().names().contains("input.negatives");
      int[][] drawn = draws ? golden.rows("negatives") : new int[0][];
      double[] losses = golden.f64().doubles("out.loss_curve");
      int[] epochs =
          Arrays.stream(golden.f64().longs("out.epoch_of_step"))
              .mapToInt(Math::toIntExact)
              .toArray();
      int t = 0;
      for (int epoch = 0; t < losses.length; epoch++) {
        for (int i = 0; i < order.batches(); i++, t++) {
          GraphBatch batch = builder.build(train, order.batch(epoch, i), order.carried(epoch, i));
          assertThat(epochs[t]).isEqualTo(epoch);
          compareLanes(golden, batch, t);
          double loss = step(model, batch, draws ? drawn[t] : new int[0], adagrad, golden, backend);
          assertThat(loss).as("step %d", t).isCloseTo(losses[t], within(TOLERANCE));
        }
      }
      for (Parameter parameter : model.parameters()) {
        assertThat(parameter.value().toDoubles())
            .as(parameter.name())
            .containsExactly(golden.numbers(golden.f64(), "final.", parameter), within(TOLERANCE));
      }
      compareFigures(golden, model, lanes.fewest(), backend);
    }
  }

  private static void compareLanes(Gru4RecCase golden, GraphBatch batch, int t) {
    int[] items = Arrays.stream(batch.lastNode()).map(n -> batch.nodeItems()[n] - 1).toArray();
    assertThat(items).as("lanes of step %d", t).isEqualTo(alive(golden.rows("items")[t]));
    assertThat(Candidates.of(batch.targets())).isEqualTo(alive(golden.rows("targets")[t]));
    assertThat(batch.sessions()).isEqualTo(golden.ints("lanes")[t]);
  }

  private static int[] alive(int[] lanes) {
    return Arrays.stream(lanes).filter(item -> item >= 0).toArray();
  }

  private static double step(
      Gru4Rec model,
      GraphBatch batch,
      int[] drawn,
      Adagrad adagrad,
      Gru4RecCase golden,
      Backend backend) {
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      DeviceBatch device = DeviceBatch.upload(batch, arena);
      Var loss = model.loss(tape, device, StepRandom.OFF, drawn);
      tape.backward(loss);
      adagrad.step(golden.rate()); // while the arena that the gradients live in is open
      return loss.value().toDoubles()[0];
    }
  }

  /** Recall and MRR of the ranks among all items, equal scores against the target. */
  private static void compareFigures(
      Gru4RecCase golden, Gru4Rec model, int fewest, Backend backend) {
    Examples test = new Examples(test(golden), 1);
    BatchOrder order = new SessionLanes(TEST_LANES, fewest).order(test);
    int[] numbers =
        IntStream.range(0, order.batches())
            .flatMap(i -> Arrays.stream(order.batch(0, i)))
            .toArray();
    int[] ranks;
    try (Arena arena = new Arena(backend)) {
      BatchBuilder builder = new BatchBuilder(model.itemCount(), model.needs(), 0);
      DeviceBatch batch = DeviceBatch.upload(builder.build(test, numbers), arena);
      Ints found = arena.ints(numbers.length);
      backend.ranks(
          model.forward(Tape.inference(arena), batch).scorer(),
          Ties.CONSERVATIVE,
          arena.copyOf(IntStream.range(0, numbers.length).toArray()),
          batch.targets(),
          found);
      ranks = found.toArray();
    }
    Metrics ours = Metrics.of(ranks, List.of(1, 5, 20));
    String field = "metrics_after_training (batch_size 4, test items unknown to train dropped)";
    JsonNode theirs = golden.json().get(field).get("conservative");
    for (int k : new int[] {1, 5, 20}) {
      String depth = String.valueOf(k);
      assertThat(ours.recall(k) / 100)
          .as("recall@" + k)
          .isCloseTo(theirs.get("recall").get(depth).asDouble(), within(FIGURES));
      assertThat(ours.mrr(k) / 100)
          .as("mrr@" + k)
          .isCloseTo(theirs.get("mrr").get(depth).asDouble(), within(FIGURES));
    }
  }

  /** The rows in the order of the file, which is that of sessions and then of time. */
  private static Sessions train(Gru4RecCase golden) {
    Map<Integer, Integer> numbers = numbers(golden);
    return sessions(
        golden.ints("train_session"),
        Arrays.stream(golden.ints("train_item")).map(numbers::get).toArray(),
        golden.f64().longs("input.train_time"));
  }

  /** Sessions in the order of the file, without items that train does not have. */
  private static Sessions test(Gru4RecCase golden) {
    Map<Integer, Integer> numbers = numbers(golden);
    int[] items = golden.ints("test_item");
    int[] known =
        IntStream.range(0, items.length).filter(c -> numbers.containsKey(items[c])).toArray();
    int[] sessions = golden.ints("test_session");
    Sessions timed =
        sessions(
            Arrays.stream(known).map(c -> sessions[c]).toArray(),
            Arrays.stream(known).map(c -> numbers.get(items[c])).toArray(),
            new long[known.length]);
    return new Sessions(timed.items(), timed.offsets(), null, null, null);
  }

  private static Map<Integer, Integer> numbers(Gru4RecCase golden) {
    Map<Integer, Integer> numbers = new HashMap<>();
    Arrays.stream(golden.ints("item_ids")).forEach(id -> numbers.put(id, numbers.size() + 1));
    return numbers;
  }

  private static Sessions sessions(int[] session, int[] items, long[] times) {
    List<Integer> begins = new ArrayList<>();
    for (int c = 0; c < session.length; c++) {
      if (c == 0 || session[c] != session[c - 1]) {
        begins.add(c);
      }
    }
    int[] offsets =
        Stream.concat(begins.stream(), Stream.of(session.length)).mapToInt(c -> c).toArray();
    return new Sessions(items, offsets, times, null, null);
  }
}
