package io.sbr.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.ExampleWeights;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.parts.HeldItems;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Models;
import io.sbr.models.graph.ModelTwins;
import io.sbr.models.graph.PlainLayers;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Negatives;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no golden case has of SASRec: its losses over a few items, and sessions beyond its places.
 */
class SasrecTest {
  private static final int D = 6;
  private static final int ITEMS = 11;
  private static final int[][] SESSIONS = {
    {3, 8, 3, 5, 9}, {7, 7}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {9, 4}, {4, 6, 4, 4, 6, 1}
  };

  private static ModelSettings settings(int heads, int places) {
    return Models.settings("sasrec")
        .with(
            Map.of(
                "hidden",
                "" + D,
                "heads",
                "" + heads,
                "inner",
                "7",
                "positions",
                "" + places,
                "hidden-dropout",
                "0",
                "attention-dropout",
                "0"));
  }

  @ParameterizedTest
  @CsvSource({"1, 50", "2, 4", "3, 1"})
  void scoresByPlainLoops(int heads, int places) {
    ModelTwins.assertEqual(
        settings(heads, places),
        (layers, session) -> {
          double[] all = new PlainSasrec(layers, D, 2, heads, places).scores(session);
          return Arrays.copyOfRange(all, 1, all.length);
        });
  }

  /** gSASRec's formula, α and β as its paper writes them; with t = 0 and k = 1 the original's. */
  @ParameterizedTest
  @CsvSource({"1, 0, 0", "1, 0, 1.5", "4, 0.75, 0", "7, 1, 0", "10, 0.75, 0"})
  void binaryLossesByPlainLoops(int k, double t, double recency) {
    ModelSettings settings =
        settings(2, 50).with(Map.of("loss", "binary", "negatives", "" + k, "calibration", "" + t));
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend);
        Arena arena = new Arena(backend)) {
      SessionModel model = Models.create(settings, ITEMS, weights, 5);
      Random values = new Random(9);
      for (Parameter parameter : model.parameters()) {
        backend.write(
            values.doubles(parameter.value().size(), -0.8, 0.8).toArray(), parameter.value());
      }
      GraphBatch batch = batch(model, recency);
      DeviceBatch device = DeviceBatch.upload(batch, arena);
      StepRandom random = StepRandom.of(3, 14);
      int stream = 7; // after the input's and three of each layer
      int[] drawn =
          Negatives.draw(device, new HeldItems(), k, ITEMS, random, stream, arena)
              .rows()
              .indices()
              .toArray();
      PlainSasrec plain = new PlainSasrec(new PlainLayers(model.parameters()), D, 2, 2, 50);
      double alpha = (double) k / (ITEMS - 1);
      double beta = alpha * ((1 - 1 / alpha) * t + 1 / alpha);
      double expected = 0;
      for (int b = 0; b < SESSIONS.length; b++) {
        int session = b;
        int last = SESSIONS[b].length - 1;
        double[] scores = plain.scores(Arrays.copyOf(SESSIONS[b], last));
        double sum = -beta * Math.log(sigmoid(scores[SESSIONS[b][last]]));
        for (int j = b * k; j < (b + 1) * k; j++) {
          sum -= Math.log(1 - sigmoid(scores[drawn[j]]));
        }
        double weight = batch.weights().map(w -> w[session]).orElse(1.0) / SESSIONS.length;
        expected += weight * sum / (k + 1);
      }
      double loss = model.loss(Tape.inference(arena), device, random).value().toDoubles()[0];
      assertThat(loss).isCloseTo(expected, within(1e-12));
    }
  }

  /** Never what a session holds or what follows it, everything else in the end, anew each step. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void negativesAreWhatASessionDoesNotHold(int each) {
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend);
        Arena arena = new Arena(backend)) {
      SessionModel model =
          Models.create(settings(2, 50).with(Map.of("loss", "binary")), ITEMS, weights, 5);
      DeviceBatch device = DeviceBatch.upload(batch(model, 0), arena);
      Set<Integer> first = new HashSet<>();
      for (int step = 0; step < 200; step++) {
        int[] drawn = draw(device, each, step, arena);
        assertThat(drawn).isEqualTo(draw(device, each, step, arena));
        for (int b = 0; b < SESSIONS.length; b++) {
          int[] own = SESSIONS[b];
          int[] others = Arrays.copyOfRange(drawn, b * each, (b + 1) * each);
          assertThat(Arrays.stream(others)).allMatch(i -> i >= 1 && i <= ITEMS);
          assertThat(IntStream.of(others).anyMatch(i -> IntStream.of(own).anyMatch(o -> o == i)))
              .isFalse();
        }
        first.add(drawn[0]);
      }
      assertThat(first).containsExactlyInAnyOrder(1, 2, 4, 6, 7, 10, 11);
    }
  }

  private static int[] draw(DeviceBatch batch, int each, int step, Arena arena) {
    StepRandom random = StepRandom.of(3, step);
    return Negatives.draw(batch, new HeldItems(), each, ITEMS, random, 7, arena)
        .rows()
        .indices()
        .toArray();
  }

  private static GraphBatch batch(SessionModel model, double recency) {
    int[] longest = new int[SESSIONS.length];
    for (int b = 1; b < longest.length; b++) {
      longest[b] = longest[b - 1] + SESSIONS[b - 1].length - 1;
    }
    Examples examples = new Examples(Sessions.of(SESSIONS), 1);
    // Examples are numbered longest prefix first.
    BatchBuilder alike = new BatchBuilder(ITEMS, model.needs(), 0);
    return recency == 0
        ? alike.build(examples, longest)
        : alike.weighted(ExampleWeights.byAge(examples, recency)).build(examples, longest);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void headsDivideTheWidth() {
    assertThatThrownBy(() -> settings(4, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("heads must divide hidden: 4 does not divide 6");
  }
}
