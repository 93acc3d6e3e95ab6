package io.sbr.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Tape;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.data.Vocabulary;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.NodeOrder;
import io.sbr.data.batch.users.OwnEntries;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainingData;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PSR-GAT beside plain loops, and what durations and users do to its scores. */
class PsrGatTest {
  private static final int ITEMS = 30;
  private static final int HIDDEN = 4;
  private static final int HEADS = 2;
  private static final long DAY = 86_400_000L;

  private static ModelSettings settings(String statistics) {
    return ModelSettings.of(PsrGat.KIND)
        .with(Map.of("hidden", "" + HIDDEN, "heads", "" + HEADS, "statistics", statistics));
  }

  /**
   * Long enough that both pools drop nodes, with repeats, so that nodes have edges to themselves.
   */
  @Test
  void scoresEqualThoseOfPlainLoops() {
    Random random = new Random(5);
    int[] items = random.ints(300, 1, ITEMS + 1).toArray();
    for (int c = 1; c < items.length; c++) {
      items[c] = random.nextInt(6) == 0 ? items[c - 1] : items[c];
    }
    float[] seconds = new float[items.length];
    for (int c = 0; c < seconds.length; c++) {
      seconds[c] = random.nextInt(200);
    }
    int[] offsets =
        IntStream.rangeClosed(0, 24).map(s -> s * s * items.length / (24 * 24)).toArray();
    offsets[1] = 1;
    offsets[2] = 2;
    Sessions log = new Sessions(items, offsets, null, seconds, null);
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = Models.create(settings("personal"), ITEMS, weights, 3);
      PlainLayers layers = new PlainLayers(model.parameters());
      double[] scores =
          new NeuralRecommender(model, backend)
              .scores(new BatchBuilder(ITEMS, model.needs(), 0).build(log));
      for (int s = 0; s < log.count(); s++) {
        int from = log.offset(s);
        double[] viewed = new double[log.length(s)];
        Arrays.setAll(viewed, c -> seconds[from + c]);
        assertThat(Arrays.copyOfRange(scores, s * ITEMS, (s + 1) * ITEMS))
            .as("session %d of %d clicks", s, log.length(s))
            .containsExactly(
                new PlainPsrGat(layers, HIDDEN, HEADS).scores(log.items(s), viewed), within(1e-10));
      }
    }
  }

  @Test
  void anonymousSessionsHaveStepsOfWeightOne() {
    ModelTwins.assertEqual(
        settings("personal"),
        (layers, session) ->
            new PlainPsrGat(layers, HIDDEN, HEADS).scores(session, new double[session.length]));
  }

  /** Two users click the same; one has a past. */
  private static Dataset shop() {
    Sessions train =
        new Sessions(
            new int[] {4, 5, 4, 1, 2, 1, 2},
            new int[] {0, 3, 5, 7},
            new long[] {0, 1000, 9000, 2 * DAY, 2 * DAY + 1000, 2 * DAY, 2 * DAY + 1000},
            new float[] {1, 8, 0, 1, 0, 1, 0},
            new int[] {0, 0, 1});
    return new Dataset(
        "shop",
        new Vocabulary(IntStream.rangeClosed(1, 9).mapToObj(i -> "i" + i).toList()),
        train,
        train.range(1, 3));
  }

  @Test
  void aUsersPastScalesTheScoresOfWhatWasViewed() {
    Dataset shop = shop();
    Examples examples = new Examples(shop.train(), 1, UsageHistory.of(shop));
    double[] personal = scores(settings("personal"), examples, 2, 3);
    double[] neutral = scores(settings("neutral"), examples, 2, 3);
    assertThat(Arrays.copyOfRange(neutral, 0, 9))
        .containsExactly(Arrays.copyOfRange(neutral, 9, 18));
    for (int item = 1; item <= 9; item++) {
      boolean viewed = item == 4 || item == 5;
      double ratio = personal[item - 1] / neutral[item - 1];
      if (viewed) {
        assertThat(ratio).isGreaterThan(1.01);
      } else {
        assertThat(ratio).isEqualTo(1);
      }
      assertThat(personal[9 + item - 1]).isEqualTo(neutral[9 + item - 1]); // a stranger
    }
  }

  /** Item 4 was viewed for a second beside one of eight, item 5 once beside one of two times. */
  @Test
  void logarithmsLiftWhatWasViewedLess() {
    Dataset shop = shop();
    Examples examples = new Examples(shop.train(), 1, UsageHistory.of(shop));
    double[] linear = scores(settings("personal"), examples, 2);
    double[] log = scores(settings("personal").with(Map.of("usage", "log")), examples, 2);
    assertThat(log[3] / linear[3]).isGreaterThan(1.01);
    assertThat(log[4] / linear[4]).isGreaterThan(1.01);
    assertThat(log[0]).isEqualTo(linear[0]);
    assertThatThrownBy(() -> settings("neutral").with(Map.of("usage", "log")))
        .hasMessage("usage has an effect only with statistics personal");
  }

  /**
   * Of six examples three have a target that the user knows: what training makes smaller is the
   * cross-entropy of the scores by which items are ranked.
   */
  @Test
  void ownItemsAreLearnedAsTheyAreRanked() {
    Sessions log =
        new Sessions(
            new int[] {4, 5, 4, 1, 2, 1, 5, 4, 2, 2, 7},
            new int[] {0, 3, 5, 7, 9, 11},
            new long[] {0, 10, 90, 200, 210, 2 * DAY, 2 * DAY + 1, 9 * DAY, 9 * DAY + 5, 7, 8},
            null,
            new int[] {0, 0, 0, 0, 1});
    Examples examples = new Examples(log, 1, new UsageHistory(0, log));
    int[] numbers = IntStream.range(0, examples.count()).toArray();
    ModelSettings own = settings("personal").with(Map.of("usage", "own"));
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = Models.create(own, 9, weights, 3);
      GraphBatch batch = new BatchBuilder(9, model.needs(), 0).build(examples, numbers);
      double[] signs = new double[] {1, -1, -1, 1, 1, -1};
      assertThat(batch.part(new OwnEntries(9)).signs()).containsExactly(signs);
      double loss = loss(model, batch, backend);
      double[] scores = new NeuralRecommender(model, backend).scores(batch);
      double expected = 0;
      for (int b = 0; b < numbers.length; b++) {
        double[] row = Arrays.copyOfRange(scores, b * 9, (b + 1) * 9);
        double sum = Arrays.stream(row).map(Math::exp).sum();
        expected -= (row[batch.targets()[b] - 1] - Math.log(sum)) / numbers.length;
      }
      assertThat(loss).isCloseTo(expected, within(1e-12));
    }
  }

  private static double loss(SessionModel model, GraphBatch batch, Backend backend) {
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      return model
          .loss(tape, DeviceBatch.upload(batch, arena), StepRandom.OFF)
          .value()
          .toDoubles()[0];
    }
  }

  /** Entries of user 0's last session, whose input is item 4: the sessions before and this one. */
  @Test
  void entriesAreWhatTheUserKnows() {
    Sessions log =
        new Sessions(
            new int[] {4, 5, 4, 1, 4, 2},
            new int[] {0, 4, 6},
            new long[] {0, 10, 90, 95, 9 * DAY, 9 * DAY + 5},
            null,
            new int[] {0, 0});
    OwnEntries part = new OwnEntries(9);
    BatchSpec needs = BatchSpec.of(NodeOrder.ITEM_ID, part);
    Examples examples = new Examples(log, 1, new UsageHistory(0, log));
    GraphBatch.Own own = new BatchBuilder(9, needs, 0).build(examples, new int[] {3}).part(part);
    assertThat(own.entries().nodes().indices()).containsExactly(0, 3, 4); // items 1, 4, 5
    double one = Math.log(2);
    double two = Math.log(3);
    assertThat(own.statistics())
        .containsExactly(
            new double[] {
              one, one, 0, 0, one, 0, 0, // 1: came after 4 once
              two, two, 0, 0, 0, one, 1, // 4: twice before, now the last click
              one, one, 0, 0, one, 0, 0 // 5: came after 4 once
            },
            within(1e-15));
    assertThat(own.past()).containsExactly(Math.log(5));
    Examples strange = new Examples(log, 1);
    own = new BatchBuilder(9, needs, 0).build(strange, new int[] {3}).part(part);
    assertThat(own.entries().nodes().indices()).containsExactly(3);
    assertThat(own.past()).containsExactly(0);
  }

  @Test
  void trainingKnowsThePastOfEveryPart() {
    TrainingData data = TrainingData.of(shop(), Fixtures.settings(Protocol.PAPER, 1));
    for (Examples examples : List.of(data.train(), data.validation(), data.test())) {
      assertThat(examples.history().before(0, 2 * DAY).items()).containsExactly(4, 5);
      assertThat(examples.history().before(1, 2 * DAY).items()).isEmpty();
    }
  }

  private static double[] scores(ModelSettings settings, Examples examples, int... numbers) {
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = Models.create(settings, 9, weights, 3);
      GraphBatch batch = new BatchBuilder(9, model.needs(), 0).build(examples, numbers);
      return new NeuralRecommender(model, backend).scores(batch);
    }
  }
}
