package io.sbr.models.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.data.Examples;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchOrder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.SessionLanes;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.PopularItems;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.nn.Training;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no golden case shows: lanes beside whole sessions, and what is drawn. */
class Gru4RecTest {
  private static final Examples TRAIN = new Examples(Fixtures.madeUp().train(), 1);
  private static final int ITEMS = Fixtures.madeUp().items().size();
  private static final int LANES = 12;

  private static SessionModel model(Map<String, String> settings, Arena weights, boolean trained) {
    ModelContext context = new ModelContext(ITEMS, Optional.empty(), weights, 5);
    Training training = new Training(LANES, TRAIN.sessions().clicksByItem(ITEMS));
    return Models.create(
        Models.settings("gru4rec").with(settings), trained ? context.with(training) : context);
  }

  /**
   * While no weight moves, a lane's state is that of its session from the beginning: through a
   * whole epoch, the lanes that fall away in the end included.
   */
  @ParameterizedTest
  @CsvSource({"constrained, 1", "separate, 1", "one-hot, 1", "constrained, 2", "one-hot, 3"})
  void aLanesStateIsThatOfItsSession(String input, String layers) {
    Map<String, String> settings =
        new HashMap<>(Map.of("hidden", "6", "input", input, "layers", layers, "negatives", "3"));
    if (!layers.equals("1")) {
      settings.put("lower-hidden", "4");
    }
    if (input.equals("separate")) {
      settings.put("embedding", "5");
    }
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      SessionModel model = model(settings, weights, true);
      BatchOrder order = model.lanes().orElseThrow().order(TRAIN);
      BatchBuilder builder = new BatchBuilder(ITEMS, model.needs(), 0);
      String last = "hidden" + (Integer.parseInt(layers) - 1);
      for (int i = 0; i < order.batches(); i++) {
        GraphBatch batch = builder.build(TRAIN, order.batch(0, i), order.carried(0, i));
        try (Arena arena = new Arena(backend)) {
          DeviceBatch device = DeviceBatch.upload(batch, arena);
          Map<String, Var> seen = new HashMap<>();
          model.loss(Tape.recording(arena).observedBy(seen::put), device, StepRandom.OFF);
          model.forward(Tape.inference(arena).observedBy(seen::put), device);
          assertThat(seen.get(last).value().toDoubles())
              .containsExactly(seen.get("session").value().toDoubles(), within(1e-12));
        }
      }
      assertThat(order.batch(0, order.batches() - 1).length).isLessThan(LANES);
    }
  }

  /** States dropped in training are carried on so; what is answered drops nothing. */
  @Test
  void droppedStatesAreCarriedOn() {
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend);
        Arena arena = new Arena(backend)) {
      SessionModel model = model(Map.of("hidden", "8", "dropout", "0.5"), weights, true);
      BatchOrder order = model.lanes().orElseThrow().order(TRAIN);
      BatchBuilder builder = new BatchBuilder(ITEMS, model.needs(), 0);
      GraphBatch batch = builder.build(TRAIN, order.batch(0, 0), order.carried(0, 0));
      DeviceBatch device = DeviceBatch.upload(batch, arena);
      model.loss(Tape.recording(arena), device, StepRandom.of(1, 0));
      double[] state = model.state().get("lanes.hidden0").toDoubles();
      long zeros = Arrays.stream(state).skip(8).filter(x -> x == 0).count();
      assertThat(Arrays.stream(state).limit(8)).containsOnly(0.0); // of a session that begins
      assertThat(zeros).isBetween(LANES * 8L / 4, LANES * 8L * 3 / 4);
      double[] answered =
          model.forward(Tape.inference(arena), device).inputs().get(0).value().toDoubles();
      assertThat(Arrays.stream(answered).filter(x -> x == 0).count()).isZero();
    }
  }

  @Test
  void withoutAnythingDrawnTwoLanesAreTheFewest() {
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend)) {
      assertThat(model(Map.of("negatives", "0"), weights, true).lanes())
          .contains(new SessionLanes(LANES, 2));
      assertThat(model(Map.of(), weights, true).lanes()).contains(new SessionLanes(LANES, 1));
    }
  }

  @Test
  void aModelThatAnswersHasNothingOfTraining() {
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend);
        Arena arena = new Arena(backend)) {
      SessionModel model = model(Map.of(), weights, false);
      assertThat(model.state()).isEmpty();
      assertThat(model.lanes()).isEmpty();
      GraphBatch batch = new BatchBuilder(ITEMS, model.needs(), 0).build(new int[][] {{1, 2}});
      DeviceBatch device = DeviceBatch.upload(batch, arena);
      assertThatThrownBy(() -> model.loss(Tape.recording(arena), device, StepRandom.OFF))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("gru4rec was made to answer, not to be trained");
    }
  }

  /** As often as clicks^α says, and never what was not clicked. */
  @ParameterizedTest
  @CsvSource({"0", "0.5", "1"})
  void itemsAreDrawnByPopularity(double alpha) {
    int[] clicks = {0, 4, 0, 1, 25, 0}; // the first is of no item
    double[] weights =
        Arrays.stream(clicks).skip(1).mapToDouble(c -> c == 0 ? 0 : Math.pow(c, alpha)).toArray();
    double all = Arrays.stream(weights).sum();
    int count = 20_000;
    int[] drawn = new PopularItems(clicks, alpha).draw(count, StepRandom.of(7, 3), 2);
    for (int i = 0; i < weights.length; i++) {
      int candidate = i;
      double share = Arrays.stream(drawn).filter(d -> d == candidate).count() / (double) count;
      double deviation = Math.sqrt(weights[i] / all * (1 - weights[i] / all) / count);
      assertThat(share).isCloseTo(weights[i] / all, within(4 * deviation + 1e-12));
    }
    assertThat(new PopularItems(clicks, alpha).draw(50, StepRandom.of(7, 3), 2))
        .isEqualTo(Arrays.copyOf(drawn, 50));
    assertThat(new PopularItems(clicks, alpha).draw(50, StepRandom.of(7, 4), 2))
        .isNotEqualTo(Arrays.copyOf(drawn, 50));
    assertThatThrownBy(() -> new PopularItems(new int[4], alpha))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no item was clicked");
  }
}
