package io.sbr.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.ExampleWeights;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * SASRec that learns from whole sessions against SASRec that learns from their prefixes: the same
 * examples, and so the same loss and gradients, on every backend.
 */
public class SasrecSessionsTest {
  private static final int ITEMS = 11;
  private static final StepRandom STEP = StepRandom.of(3, 14);

  /** One longer than the five places, one of exactly as many clicks, repeats, one of a click. */
  private static final Sessions SESSIONS =
      Sessions.of(
          new int[][] {
            {3, 8, 3, 5, 9},
            {7, 7},
            {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
            {9},
            {4, 6, 4, 4, 6, 1},
            {2, 11, 10, 2, 2, 5, 1}
          });

  private static final List<Map<String, String>> LOSSES =
      List.of(
          Map.of(),
          Map.of("loss", "binary"),
          Map.of("loss", "binary", "negatives", "4", "calibration", "0.75"));

  /** The backends to check. */
  List<TestBackends.Named> backends() {
    return TestBackends.all();
  }

  private static ModelSettings settings(Map<String, String> loss, String batchOf, String dropout) {
    Map<String, String> texts = new LinkedHashMap<>(loss);
    texts.putAll(Map.of("hidden", "6", "heads", "2", "inner", "7", "positions", "5"));
    texts.putAll(
        Map.of("hidden-dropout", dropout, "attention-dropout", dropout, "batch-of", batchOf));
    return Models.settings("sasrec").with(texts);
  }

  @TestFactory
  Stream<DynamicTest> sessionsTeachWhatTheirPrefixesDo() {
    return backends().stream()
        .flatMap(
            named ->
                LOSSES.stream()
                    .flatMap(
                        loss ->
                            Stream.of(1, 2)
                                .map(
                                    minPrefix ->
                                        DynamicTest.dynamicTest(
                                            "%s from %d click(s) on %s"
                                                .formatted(loss, minPrefix, named),
                                            () -> {
                                              compare(named, loss, minPrefix, 0);
                                              compare(named, loss, minPrefix, 1.5);
                                            }))));
  }

  /**
   * A loss and its gradients, by parameter.
   *
   * @param loss mean over the examples
   * @param gradients dense
   */
  private record Learned(double loss, Map<String, double[]> gradients) {}

  private static void compare(
      TestBackends.Named named, Map<String, String> loss, int minPrefix, double recency) {
    Examples examples = new Examples(SESSIONS, minPrefix);
    try (Backend backend = named.create();
        Arena weights = new Arena(backend)) {
      SessionModel whole = model(settings(loss, "sessions", "0"), weights);
      SessionModel single = model(settings(loss, "prefixes", "0"), weights);
      int[] entries = whole.sharedPrefixes().shuffled(examples, 100, 8).batch(0, 0);
      GraphBatch sessions = batch(whole, examples, entries, recency);
      // An entry's examples are numbered longest first, its clicks come in order of time.
      int[] prefixes =
          IntStream.range(0, entries.length)
              .flatMap(
                  b ->
                      IntStream.range(0, sessions.learned()[b])
                          .map(i -> entries[b] + sessions.learned()[b] - 1 - i))
              .toArray();
      assertThat(entries).hasSizeLessThan(prefixes.length);
      assertThat(prefixes).hasSize(examples.count());
      Learned expected = learned(single, batch(single, examples, prefixes, recency), weights);
      Learned actual = learned(whole, sessions, weights);
      double tolerance = backend.dtype() == DType.F64 ? 1e-13 : 2e-6;
      assertThat(actual.loss).isCloseTo(expected.loss, within(tolerance));
      expected.gradients.forEach(
          (name, gradient) ->
              assertThat(actual.gradients.get(name))
                  .as(name)
                  .containsExactly(gradient, within(tolerance)));
    }
  }

  private static SessionModel model(ModelSettings settings, Arena weights) {
    SessionModel model = Models.create(settings, ITEMS, weights, 5);
    Random values = new Random(9);
    for (Parameter parameter : model.parameters()) {
      weights
          .backend()
          .write(values.doubles(parameter.value().size(), -0.5, 0.5).toArray(), parameter.value());
    }
    return model;
  }

  private static GraphBatch batch(
      SessionModel model, Examples examples, int[] entries, double recency) {
    BatchBuilder alike = new BatchBuilder(ITEMS, model.needs(), 0).sharing(model.sharedPrefixes());
    BatchBuilder builder =
        recency == 0 ? alike : alike.weighted(ExampleWeights.byAge(examples, recency));
    return builder.build(examples, entries);
  }

  private static Learned learned(SessionModel model, GraphBatch batch, Arena weights) {
    try (Arena arena = new Arena(weights.backend())) {
      Tape tape = Tape.recording(arena);
      Var loss = model.loss(tape, DeviceBatch.upload(batch, arena), STEP);
      tape.backward(loss);
      Map<String, double[]> gradients = new LinkedHashMap<>();
      for (Parameter parameter : model.parameters()) {
        Tensor dense = arena.tensor(parameter.value().shape());
        arena.backend().toDense(parameter.gradient(), dense);
        gradients.put(parameter.name(), dense.toDoubles());
        parameter.gradient().clear(); // as an optimizer does
      }
      return new Learned(loss.value().toDoubles()[0], gradients);
    }
  }

  /** To the bit: on neither the batch's other sessions nor what comes later in its own. */
  @TestFactory
  Stream<DynamicTest> aStateDependsOnTheClicksUpToItsOwn() {
    return backends().stream()
        .map(named -> DynamicTest.dynamicTest(named.toString(), () -> checkStates(named)));
  }

  private static void checkStates(TestBackends.Named named) {
    try (Backend backend = named.create();
        Arena weights = new Arena(backend)) {
      SessionModel model = model(settings(Map.of(), "sessions", "0"), weights);
      double[] alone = states(model, weights, new int[][] {{3, 8, 3, 5, 9}});
      int row = alone.length / 4;
      int[][] together = {{7, 7}, {3, 8, 3, 5, 9}, {2, 11, 10, 2}};
      assertThat(Arrays.copyOfRange(states(model, weights, together), row, 5 * row))
          .isEqualTo(alone);
      double[] other = states(model, weights, new int[][] {{3, 8, 3, 1, 2, 10}});
      assertThat(Arrays.copyOf(other, 3 * row)).isEqualTo(Arrays.copyOf(alone, 3 * row));
      assertThat(Arrays.copyOfRange(other, 3 * row, 4 * row))
          .isNotEqualTo(Arrays.copyOfRange(alone, 3 * row, 4 * row));
    }
  }

  /** States of all clicks but the last, session after session. */
  private static double[] states(SessionModel model, Arena weights, int[][] sessions) {
    Examples examples = new Examples(Sessions.of(sessions), 1);
    int[] entries = model.sharedPrefixes().inOrder(examples, 100).batch(0, 0);
    Map<String, Var> seen = new HashMap<>();
    try (Arena arena = new Arena(weights.backend())) {
      Tape tape = Tape.inference(arena).observedBy(seen::put);
      DeviceBatch batch = DeviceBatch.upload(batch(model, examples, entries, 0), arena);
      model.loss(tape, batch, StepRandom.OFF);
      return seen.get("learned").value().toDoubles();
    }
  }

  /** With dropout an epoch of sessions draws for each click once, and the same when asked again. */
  @Test
  void dropoutIsAFunctionOfTheStep() {
    Examples examples = new Examples(SESSIONS, 1);
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = model(settings(Map.of(), "sessions", "0.4"), weights);
      int[] entries = model.sharedPrefixes().inOrder(examples, 100).batch(0, 0);
      GraphBatch batch = batch(model, examples, entries, 0);
      Learned once = learned(model, batch, weights);
      Learned again = learned(model, batch, weights);
      assertThat(again.loss).isEqualTo(once.loss);
      once.gradients.forEach(
          (name, gradient) -> assertThat(again.gradients.get(name)).isEqualTo(gradient));
      SessionModel plain = model(settings(Map.of(), "sessions", "0"), weights);
      assertThat(learned(plain, batch, weights).loss).isNotEqualTo(once.loss);
    }
  }
}
