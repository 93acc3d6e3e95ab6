package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.store.Datasets;
import io.sbr.data.store.TransitionsFile;
import io.sbr.models.Models;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Recommender;
import io.sbr.models.graph.PsrGat;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.run.PopularityFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.LastView;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Philox;
import io.sbr.tensor.Ties;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ways in which published programs have let a model see what it is asked for (docs/pipeline.md,
 * section 9), closed for every model there is: on sessions with users, times and durations, so that
 * whoever reads them can be caught.
 */
class LeakTest {
  private static final Dataset DATA = Datasets.open(KeptRuns.PLACE.resolve(KeptRuns.DATA));
  private static final int N = DATA.items().size();

  /** With one epoch nothing is chosen, so the validation part can only have been learned from. */
  private static final int EPOCHS = 1;

  private static Backend backend;

  @TempDir Path temp;

  @BeforeAll
  static void open() {
    backend = Backends.choose("reference", 1).backend();
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  /**
   * What is trained.
   *
   * @param kind of model
   * @param blend what is blended into it, if anything
   */
  private record Learner(ModelKind kind, Optional<ModelSettings> blend) {
    @Override
    public String toString() {
      return kind.name() + blend.map(method -> "+" + method.name()).orElse("");
    }
  }

  /** Every model there is, and blends: with one that reads whose clicks they are among them. */
  static List<Learner> everyModel() {
    List<Learner> all = new ArrayList<>();
    Models.all().forEach(kind -> all.add(new Learner(kind, Optional.empty())));
    all.add(new Learner(Models.kind("srgnn"), Optional.of(Models.settings("v-sknn"))));
    all.add(new Learner(PsrGat.KIND, Optional.of(Models.settings("stan"))));
    return all;
  }

  static Stream<Arguments> everyModelTwice() {
    return everyModel().stream()
        .flatMap(
            learner ->
                Stream.of(Protocol.HONEST, Protocol.FINAL)
                    .map(protocol -> Arguments.of(learner, protocol)));
  }

  private static TrainSettings settings(ModelKind kind, Protocol protocol) {
    ModelSettings model = ModelSettings.of(kind);
    OptimizerSettings optimizer =
        new OptimizerSettings(0.02, 1e-5, 3, 0.1, LrScheduleForm.TORCH10, Agc.OFF);
    return new TrainSettings(
        model.toMap().containsKey("hidden") ? model.with(Map.of("hidden", "4")) : model,
        Algorithms.of(kind)
            .learning()
            .map(any -> new LearningSettings(optimizer, EPOCHS, 50, 5, 3, 1000, 1)),
        protocol,
        1,
        0.1,
        protocol == Protocol.FINAL ? OptionalInt.of(3) : OptionalInt.empty(),
        LastView.of(protocol, kind),
        List.of(5, 20),
        Ties.ORDERED);
  }

  private static TrainSettings settings(Learner learner, Protocol protocol) {
    TrainSettings alone = settings(learner.kind(), protocol);
    return learner.blend().map(alone::blendedWith).orElse(alone);
  }

  private static void train(Path folder, ModelKind kind, Protocol protocol, Dataset data) {
    train(folder, new Learner(kind, Optional.empty()), protocol, data);
  }

  private static void train(Path folder, Learner learner, Protocol protocol, Dataset data) {
    TrainingRun.train(
        folder,
        false,
        data,
        settings(learner, protocol),
        Map.of(),
        Optional.of(backend),
        TrainListener.NONE,
        () -> false);
  }

  private static SessionRecommender load(Path folder) {
    return SessionRecommender.load(folder, backend);
  }

  private static Dataset with(Sessions train, Sessions test) {
    return new Dataset(DATA.name(), DATA.items(), train, test, DATA.lastDuration(), DATA.users());
  }

  /** The trap of neighbours taken from the same batch of test prefixes. */
  @ParameterizedTest
  @MethodSource("everyModel")
  void ranksAreTheSameAloneAndInAnyOrder(Learner learner) {
    train(temp, learner, Protocol.HONEST, DATA);
    try (SessionRecommender run = load(temp)) {
      int[] together = ranks(run, DATA);
      Examples examples = examples(run, DATA);
      Recommender model = run.recommender();
      BatchBuilder one = new BatchBuilder(N, model.needs(), examples.longestInput());
      for (int e = 0; e < together.length; e++) {
        assertThat(model.ranks(one.build(examples, new int[] {e})))
            .as("example %d alone", e)
            .containsExactly(together[e]);
      }
      int[] order = Philox.permutation(DATA.test().count(), 17, 0);
      int[] shuffled = ranks(run, with(DATA.train(), DATA.test().chosen(order)));
      List<Integer> expected = new ArrayList<>();
      for (int session : order) {
        int first = firstExample(DATA.test(), session);
        for (int e = first; e < first + DATA.test().length(session) - 1; e++) {
          expected.add(together[e]);
        }
      }
      assertThat(Arrays.stream(shuffled).boxed().toList()).isEqualTo(expected);
    }
  }

  /**
   * The trap of features of the target click. All that follows an input becomes other items at
   * other times, and the last input click's view longer, as the data would have it then.
   */
  @ParameterizedTest
  @MethodSource("everyModelTwice")
  void whatFollowsAnInputChangesNoScore(Learner learner, Protocol protocol) {
    train(temp, learner, protocol, DATA);
    try (SessionRecommender run = load(temp)) {
      for (int session = 0; session < DATA.test().count(); session++) {
        for (int length = 1; length < DATA.test().length(session); length++) {
          assertThat(scores(run, withOtherRest(session, length), session, length))
              .as("session %d, input of %d", session, length)
              .isEqualTo(scores(run, DATA, session, length));
        }
      }
    }
  }

  /** As published, PSR-GAT is told how long it took until the target was clicked. */
  @Test
  void thePublishedModelIsToldOfTheTarget() {
    train(temp, PsrGat.KIND, Protocol.PAPER, DATA);
    try (SessionRecommender run = load(temp)) {
      assertThat(scores(run, withOtherRest(0, 1), 0, 1)).isNotEqualTo(scores(run, DATA, 0, 1));
    }
  }

  /** With all that a client may know, the last view's length included, which it need not say. */
  @ParameterizedTest
  @EnumSource(names = {"HONEST", "FINAL"})
  void anAnswerIsScoredAsItWasMeasured(Protocol protocol) {
    train(temp, PsrGat.KIND, protocol, DATA);
    try (SessionRecommender run = load(temp)) {
      for (int session = 0; session < DATA.test().count(); session++) {
        int length = DATA.test().length(session) - 1;
        double[] measured = scores(run, DATA, session, length);
        for (double last : new double[] {0, 17, DATA.lastDuration()}) {
          assertThat(run.scores(question(session, length, last), DATA.items().ids()))
              .isEqualTo(measured);
        }
      }
    }
  }

  private static Clicks question(int session, int length, double last) {
    Sessions test = DATA.test();
    List<String> items = new ArrayList<>();
    List<Instant> times = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      items.add(DATA.items().id(test.item(session, i)));
      times.add(Instant.ofEpochMilli(test.times()[test.offset(session) + i]));
      seconds.add(i == length - 1 ? last : test.durations()[test.offset(session) + i]);
    }
    return Clicks.of(items).by(DATA.users().id(test.users()[session])).at(times).viewed(seconds);
  }

  /** A run of an earlier version has learned from what the target tells, and goes on so. */
  @Test
  void aRunThatReadsTheLastViewGoesOnWithIt() {
    TrainSettings open = settings(PsrGat.KIND, Protocol.HONEST);
    TrainSettings measured =
        new TrainSettings(
            open.model(),
            open.learning(),
            open.protocol(),
            open.minPrefix(),
            open.validation(),
            open.validationGap(),
            LastView.MEASURED,
            open.ks(),
            open.ties());
    TrainingRun.train(
        temp,
        false,
        DATA,
        measured,
        Map.of(),
        Optional.of(backend),
        TrainListener.NONE,
        () -> false);
    assertThatThrownBy(
            () ->
                TrainingRun.train(
                    temp,
                    true,
                    DATA,
                    open,
                    Map.of(),
                    Optional.of(backend),
                    TrainListener.NONE,
                    () -> false))
        .hasMessage(
            temp + " was begun without lastView: leave it out, or train into another folder");
    assertThat(RunDirectory.info(temp).orElseThrow().settings()).isEqualTo(measured);
  }

  /** The traps of graphs, counts and vocabularies that were made of more than was to be learned. */
  @ParameterizedTest
  @MethodSource("everyModelTwice")
  void whatIsLearnedDependsOnNothingHeldBack(Learner learner, Protocol protocol) {
    Sessions train = DATA.train();
    // How much neighbours count is fitted on what an honest run holds back for that.
    boolean validates = protocol == Protocol.HONEST && learner.blend().isEmpty();
    int held = validates ? train.count() / 10 : 0;
    Dataset other =
        with(
            withOtherItems(train, train.offset(train.count() - held - 1) + lastLength(held)),
            withOtherItems(DATA.test(), 0));
    Path one = temp.resolve("one");
    Path two = temp.resolve("two");
    train(one, learner, protocol, DATA);
    train(two, learner, protocol, other);
    try (SessionRecommender first = load(one);
        SessionRecommender second = load(two)) {
      for (int item = 1; item <= N; item++) {
        List<String> clicks = List.of(DATA.items().id(item), DATA.items().id(1 + item % N));
        assertThat(second.scores(clicks, DATA.items().ids()))
            .as("after %s", clicks)
            .isEqualTo(first.scores(clicks, DATA.items().ids()));
      }
    }
  }

  private static int lastLength(int held) {
    return DATA.train().length(DATA.train().count() - held - 1);
  }

  /** What is kept of counts is of the very sessions that were learned from. */
  @ParameterizedTest
  @MethodSource("everyModelTwice")
  void countsAreOfTheSessionsThatWereLearned(Learner learner, Protocol protocol) {
    train(temp, learner, protocol, DATA);
    TrainingData cut = TrainingData.of(DATA, settings(learner, protocol));
    Sessions learned = cut.learned().sessions();
    assertThat(learned.count()).isEqualTo(protocol == Protocol.FINAL ? 90 : 81);
    RunDirectory run = new RunDirectory(temp);
    assertThat(PopularityFile.read(run.popularity(), N))
        .isEqualTo(Popularity.of(learned, N).clicks());
    if (run.transitions().toFile().exists()) {
      TransitionCounts kept = TransitionsFile.read(run.transitions(), N);
      TransitionCounts expected = TransitionCounts.of(learned, N);
      assertThat(kept.targets()).isEqualTo(expected.targets());
      assertThat(kept.counts()).isEqualTo(expected.counts());
    }
  }

  /** A kind that reads durations says so, or nothing would keep the target's time from it. */
  @ParameterizedTest
  @MethodSource("everyModel")
  void whoReadsDurationsSaysSo(Learner learner) {
    train(temp, learner, Protocol.HONEST, DATA);
    try (SessionRecommender run = load(temp)) {
      assertThat(run.reads().contains(Clicks.Detail.DURATIONS))
          .isEqualTo(learner.kind().readsDurations());
      assertThat(run.info().openView().isPresent()).isEqualTo(learner.kind().readsDurations());
    }
  }

  private static int[] ranks(SessionRecommender run, Dataset data) {
    return RunEvaluation.of(run, data, List.of(20), (done, total) -> true).ranks();
  }

  private static Examples examples(SessionRecommender run, Dataset data) {
    return ForeignExamples.of(data, run.items(), 1, run.info().openView()).examples();
  }

  private static int firstExample(Sessions sessions, int session) {
    return IntStream.range(0, session).map(s -> sessions.length(s) - 1).sum();
  }

  private static double[] scores(SessionRecommender run, Dataset data, int session, int length) {
    Examples examples = examples(run, data);
    int example = firstExample(data.test(), session) + data.test().length(session) - 1 - length;
    assertThat(examples.prefixLength(example, session)).isEqualTo(length);
    Recommender model = run.recommender();
    return model.scores(
        new BatchBuilder(N, model.needs(), examples.longestInput())
            .build(examples, new int[] {example}));
  }

  /** The data with another end of one test session. */
  private static Dataset withOtherRest(int session, int length) {
    Sessions test = DATA.test();
    int from = test.offset(session) + length;
    int end = test.offset(session) + test.length(session);
    int[] items = test.items().clone();
    long[] times = test.times().clone();
    float[] durations = test.durations().clone();
    long later = 77_000;
    for (int c = from; c < end; c++) {
      items[c] = 1 + Philox.below(N, 23, session, c);
      times[c] += later;
      durations[c] += 5;
    }
    durations[from - 1] += later / 1000f;
    return with(DATA.train(), new Sessions(items, test.offsets(), times, durations, test.users()));
  }

  /** The same sessions with other items from one click on. */
  private static Sessions withOtherItems(Sessions sessions, int from) {
    int[] items = sessions.items().clone();
    for (int c = from; c < items.length; c++) {
      items[c] = 1 + Philox.below(N, 29, from, c);
    }
    return new Sessions(
        items, sessions.offsets(), sessions.times(), sessions.durations(), sessions.users());
  }
}
