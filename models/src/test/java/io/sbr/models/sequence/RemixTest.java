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
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender.TopItems;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The equations of docs/models.md, section 14, by plain loops. */
class RemixTest {
  private static final int ITEMS = 23;
  private static final int D = 6;

  /** Sessions with their targets at the end: new ones, repeated ones, a single click twice. */
  private static final int[][] SESSIONS = {
    {3, 8, 3, 5, 8}, {7, 7}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 22}, {9, 4}, {4, 6, 4, 4, 6, 1}
  };

  private final Backend backend = new ReferenceBackend();
  private final Arena weights = new Arena(backend);

  @AfterEach
  void free() {
    weights.close();
    backend.close();
  }

  /** A model whose every parameter is random, those that begin with zeros, too. */
  private SessionModel model(String attend, String repeat, String normalize) {
    return model(attend, "on", repeat, normalize);
  }

  private SessionModel model(String attend, String follow, String repeat, String normalize) {
    return model(attend, follow, repeat, normalize, "1");
  }

  private SessionModel model(
      String attend, String follow, String repeat, String normalize, String soften) {
    Map<String, String> own = new HashMap<>();
    if (repeat.equals("on")) {
      own.put("soften", soften);
    }
    own.putAll(Map.of("hidden", Integer.toString(D), "ages", "4"));
    own.putAll(Map.of("attend", attend, "repeat", repeat, "normalize", normalize));
    if (attend.equals("learned")) {
      own.put("follow", follow);
    }
    if (normalize.equals("on")) {
      own.put("temperature", "0.3");
    }
    SessionModel model = Models.create(Models.settings("remix").with(own), ITEMS, weights, 5);
    Random random = new Random(9);
    for (Parameter parameter : model.parameters()) {
      double[] values = random.doubles(parameter.value().size(), -0.8, 0.8).toArray();
      backend.write(values, parameter.value());
    }
    return model;
  }

  private static GraphBatch batch(SessionModel model) {
    return batch(model, 0);
  }

  private static GraphBatch batch(SessionModel model, double recency) {
    int[] longest = new int[SESSIONS.length];
    for (int b = 1; b < longest.length; b++) {
      longest[b] = longest[b - 1] + SESSIONS[b - 1].length - 1;
    }
    Examples examples = new Examples(Sessions.of(SESSIONS), 1);
    BatchBuilder alike = new BatchBuilder(ITEMS, model.needs(), 0);
    return recency == 0
        ? alike.build(examples, longest)
        : alike.weighted(ExampleWeights.byAge(examples, recency)).build(examples, longest);
  }

  private static int[] input(int session) {
    return Arrays.copyOf(SESSIONS[session], SESSIONS[session].length - 1);
  }

  /** −log of the softmax of the scores is the loss that is trained, two levels or one. */
  @ParameterizedTest
  @CsvSource({
    "learned, on, on, 0",
    "learned, off, on, 0",
    "mean, on, on, 0",
    "mean, off, off, 0",
    "learned, on, off, 0",
    "learned, on, on, 2.5",
    "learned, off, on, 2.5"
  })
  void theLossIsThatOfTheSoftmaxOfTheScores(
      String attend, String repeat, String normalize, double recency) {
    SessionModel model = model(attend, repeat, normalize);
    GraphBatch batch = batch(model, recency);
    double[] scores = new NeuralRecommender(model, backend).scores(batch);
    double expected = 0;
    for (int b = 0; b < SESSIONS.length; b++) {
      int session = b;
      double[] row = Arrays.copyOfRange(scores, b * ITEMS, (b + 1) * ITEMS);
      double sum = Arrays.stream(row).map(Math::exp).sum();
      double weight = batch.weights().map(w -> w[session]).orElse(1.0) / SESSIONS.length;
      expected -= weight * Math.log(Math.exp(row[batch.targets()[b] - 1]) / sum);
    }
    try (Arena arena = new Arena(backend)) {
      Var loss =
          model.loss(Tape.inference(arena), DeviceBatch.upload(batch, arena), StepRandom.OFF);
      assertThat(loss.value().toDoubles()[0]).isCloseTo(expected, within(1e-10));
    }
  }

  /** The whole model, written down once more. */
  @ParameterizedTest
  @CsvSource({"on, 1", "off, 1", "on, 1.3"})
  void scoresByPlainLoops(String follow, double soften) {
    SessionModel model = model("learned", follow, "on", "on", Double.toString(soften));
    double[] scores = new NeuralRecommender(model, backend).scores(batch(model));
    for (int b = 0; b < SESSIONS.length; b++) {
      double[] p = new PlainRemix(model, ITEMS, D, 4, 0.3, soften).probabilities(input(b));
      double[] row = Arrays.copyOfRange(scores, b * ITEMS, (b + 1) * ITEMS);
      double sum = Arrays.stream(row).map(Math::exp).sum();
      double[] softmax = Arrays.stream(row).map(s -> Math.exp(s) / sum).toArray();
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
      assertThat(softmax).containsExactly(p, within(1e-12));
    }
  }

  /** The best items of one pass are those of the scores of all, in their order. */
  @Test
  void theBestItemsAreThoseOfTheScores() {
    for (TestBackends.Named named : TestBackends.all()) {
      try (Backend own = named.create();
          Arena arena = new Arena(own)) {
        SessionModel model =
            Models.create(Models.settings("remix").with(Map.of("hidden", "6")), ITEMS, arena, 5);
        NeuralRecommender recommender = new NeuralRecommender(model, own);
        GraphBatch batch = batch(model);
        double[] scores = recommender.scores(batch);
        int[][] excluded = {{3, 8}, {}, {22, 23}, {9}, {1}};
        for (int k : new int[] {1, 5, ITEMS + 4}) {
          List<TopItems> best = recommender.topK(batch, k, excluded);
          for (int b = 0; b < SESSIONS.length; b++) {
            int row = b * ITEMS - 1;
            int[] without = excluded[b];
            int[] expected =
                IntStream.rangeClosed(1, ITEMS)
                    .filter(i -> Arrays.binarySearch(without, i) < 0)
                    .boxed()
                    .sorted((x, y) -> Double.compare(scores[row + y], scores[row + x]))
                    .limit(k)
                    .mapToInt(i -> i)
                    .toArray();
            assertThat(best.get(b).items()).as("%s", named).isEqualTo(expected);
            assertThat(best.get(b).scores())
                .containsExactly(
                    Arrays.stream(expected).mapToDouble(i -> scores[row + i]).toArray());
          }
        }
      }
    }
  }

  /** φ near 1 is session popularity's case: what was clicked stands before all else. */
  @Test
  void whereAllIsClickedAgainTheSessionsOwnItemsComeFirst() {
    SessionModel model = model("learned", "on", "on");
    Parameter bias =
        model.parameters().stream()
            .filter(p -> p.name().equals("repeat.two.bias"))
            .findFirst()
            .orElseThrow();
    backend.write(new double[] {60}, bias.value());
    List<TopItems> best = new NeuralRecommender(model, backend).topK(batch(model), 11, null);
    for (int b = 0; b < SESSIONS.length; b++) {
      int[] own = Arrays.stream(input(b)).distinct().sorted().toArray();
      int[] first = Arrays.copyOf(best.get(b).items(), own.length);
      Arrays.sort(first);
      assertThat(first).isEqualTo(own);
    }
  }

  /** It says how to answer, not how to learn. */
  @Test
  void softeningChangesNoLoss() {
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      SessionModel model = model("learned", "on", "on", "on", i == 0 ? "1" : "1.5");
      try (Arena arena = new Arena(backend)) {
        DeviceBatch batch = DeviceBatch.upload(batch(model), arena);
        Var loss = model.loss(Tape.inference(arena), batch, StepRandom.of(1, 2));
        losses[i] = loss.value().toDoubles()[0];
      }
    }
    assertThat(losses[1]).isEqualTo(losses[0]);
  }

  /** A batch in which nobody explores, and one in which everybody does. */
  @Test
  void aBatchMayHaveOneKindOfSessionsAlone() {
    SessionModel model = model("learned", "on", "on");
    for (int[] session : new int[][] {{3, 8, 3}, {3, 8, 9}}) {
      GraphBatch batch =
          new BatchBuilder(ITEMS, model.needs(), 0)
              .build(
                  new Examples(Sessions.of(new int[][] {session, session}), 2), new int[] {0, 1});
      try (Arena arena = new Arena(backend)) {
        Tape tape = Tape.recording(arena);
        Var loss = model.loss(tape, DeviceBatch.upload(batch, arena), StepRandom.of(1, 2));
        tape.backward(loss);
        assertThat(loss.value().toDoubles()[0]).isPositive().isFinite();
      }
    }
  }

  /** An item's gradient is orthogonal to it where the session holds it in no click. */
  @Test
  void anItemsGradientIsOrthogonalToIt() {
    SessionModel model = model("learned", "on", "on");
    Parameter table = model.parameters().get(0);
    try (Arena arena = new Arena(backend)) {
      Tape tape = Tape.recording(arena);
      tape.backward(model.loss(tape, DeviceBatch.upload(batch(model), arena), StepRandom.of(1, 2)));
      Tensor dense = arena.tensor(table.value().shape());
      backend.toDense(table.gradient(), dense);
      double[] gradient = dense.toDoubles();
      double[] values = table.value().toDoubles();
      for (int item : new int[] {12, 17, 22, 23}) { // targets at most
        double product = 0;
        double size = 0;
        for (int c = item * D; c < (item + 1) * D; c++) {
          product += gradient[c] * values[c];
          size += Math.abs(gradient[c]);
        }
        assertThat(size).isPositive();
        assertThat(product).isCloseTo(0, within(1e-12));
      }
    }
  }
}
