package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.graph.PsrGat;
import io.sbr.models.pipeline.Clicks.Detail;
import io.sbr.models.run.ViewsFile;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that reads users, times and durations is asked with them and without. */
class UserAnswersTest {

  private static final long BEGIN = Fixtures.BEGIN;
  private static final double LAST = Fixtures.LAST_DURATION;

  @TempDir static Path temp;
  private static Dataset data;
  private static Path run;

  @BeforeAll
  static void train() {
    data = Fixtures.owned();
    run = temp.resolve("run");
    try (Backend backend = Backends.choose("cpu", 2).backend()) {
      TrainingRun.train(
          run,
          false,
          data,
          Fixtures.settings(ModelSettings.of(PsrGat.KIND), Protocol.PAPER, 2),
          Map.of(),
          Optional.of(backend),
          TrainListener.NONE,
          () -> false);
    }
  }

  private static SessionRecommender load() {
    return SessionRecommender.load(run, "cpu", 2);
  }

  /** The input of a test example, as a client would put it. */
  private static Clicks question(int session, int length) {
    Sessions test = data.test();
    List<String> items = new ArrayList<>();
    List<Instant> times = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int click = test.offset(session) + i;
      items.add(data.items().id(test.item(session, i)));
      times.add(Instant.ofEpochMilli(test.times()[click]));
      seconds.add((double) test.durations()[click]);
    }
    return Clicks.of(items).by(data.users().id(test.users()[session])).at(times).viewed(seconds);
  }

  /** Every test example in the order of an evaluation: of each session the longest first. */
  private static List<Clicks> questions() {
    List<Clicks> questions = new ArrayList<>();
    for (int s = 0; s < data.test().count(); s++) {
      for (int length = data.test().length(s) - 1; length >= 1; length--) {
        questions.add(question(s, length));
      }
    }
    return questions;
  }

  /** The rank of each example's target among the answers to questions. */
  private static int[] ranks(SessionRecommender shop, List<Clicks> questions) {
    Examples examples = new Examples(data.test(), 1);
    List<Recommendation> answers =
        shop.recommend(questions, RankingOptions.top(data.items().size()));
    int[] ranks = new int[answers.size()];
    for (int e = 0; e < ranks.length; e++) {
      int session = examples.session(e);
      int target = data.test().item(session, examples.prefixLength(e, session));
      ranks[e] =
          1
              + answers.get(e).items().stream()
                  .map(Recommendation.Item::id)
                  .toList()
                  .indexOf(data.items().id(target));
    }
    return ranks;
  }

  /** Served with all that the data have, a run answers as well as it was measured. */
  @Test
  void recommendationsRankAsTheEvaluationDoes() {
    try (SessionRecommender shop = load()) {
      int[] measured = RunEvaluation.of(shop, data, List.of(5, 20), (done, total) -> true).ranks();
      assertThat(measured).hasSizeGreaterThan(100);
      assertThat(ranks(shop, questions())).containsExactly(measured);
      List<Clicks> strangers =
          questions().stream().map(clicks -> Clicks.of(clicks.items())).toList();
      assertThat(ranks(shop, strangers)).isNotEqualTo(measured);
    }
  }

  @Test
  void whatIsReadAndNotGivenIsSaid() {
    Clicks all = question(3, 2);
    try (SessionRecommender shop = load()) {
      RankingOptions top = RankingOptions.top(3);
      assertThat(shop.reads())
          .containsExactlyInAnyOrder(Detail.USER, Detail.TIMES, Detail.DURATIONS);
      assertThat(shop.recommend(all, top).neutral()).isEmpty();
      assertThat(shop.recommend(all.viewed(List.of()), top).neutral()).isEmpty();
      assertThat(shop.recommend(all.at(List.of()), top).neutral()).containsExactly(Detail.TIMES);
      assertThat(shop.recommend(all.by("nobody"), top).neutral()).containsExactly(Detail.USER);
      assertThat(shop.recommend(Clicks.of(all.items()), top).neutral())
          .isEqualTo(shop.reads())
          .isEqualTo(shop.neutral(Clicks.of(all.items())));
      assertThat(shop.knowsUser("b,ob")).isTrue();
      assertThat(shop.knowsUser("ü")).isTrue();
      assertThat(shop.knowsUser("0")).isFalse();
    }
  }

  /** As data are prepared: until the next click, whatever its item; the last one as set there. */
  @Test
  void durationsFollowFromTimes() {
    try (SessionRecommender shop = load()) {
      List<String> known = List.of("item-3", "item-24", "item-7");
      Clicks timed =
          Clicks.of("item-3", "nowhere", "item-24", "item-7")
              .at(
                  List.of(
                      Instant.ofEpochMilli(BEGIN),
                      Instant.ofEpochMilli(BEGIN + 2_500),
                      Instant.ofEpochMilli(BEGIN + 40_000),
                      Instant.ofEpochMilli(BEGIN + 39_000)));
      List<String> all = data.items().ids();
      assertThat(shop.scores(timed, all))
          .containsExactly(shop.scores(Clicks.of(known).viewed(List.of(2.5, 0.0, LAST)), all))
          .isNotEqualTo(shop.scores(known, all));
    }
  }

  /** Sessions with and without columns share a call and do not share a batch. */
  @Test
  void oneCallMayMixWhatIsKnown() {
    List<Clicks> mixed =
        List.of(
            question(3, 2),
            Clicks.of("item-3", "item-24"),
            Clicks.of("nowhere"),
            question(3, 2).viewed(List.of()),
            question(3, 2).at(List.of()),
            question(5, 1));
    try (SessionRecommender shop = load()) {
      RankingOptions top = RankingOptions.top(9);
      assertThat(shop.recommend(mixed, top))
          .isEqualTo(mixed.stream().map(clicks -> shop.recommend(clicks, top)).toList());
    }
  }

  @Test
  void explanationsAreOfTheSameAnswer() {
    Clicks clicks = question(7, data.test().length(7) - 1);
    try (SessionRecommender shop = load()) {
      RankingOptions top = RankingOptions.top(4);
      Recommendation answer = shop.recommend(clicks, top);
      var explained = (io.sbr.models.explain.GraphExplanation) shop.explain(clicks, top);
      for (int i = 0; i < 4; i++) {
        assertThat(explained.results().get(i).item()).isEqualTo(answer.items().get(i).id());
        assertThat(explained.results().get(i).score()).isEqualTo(answer.items().get(i).score());
      }
      // What is left after leaving out the last click is the session without it.
      int last = clicks.items().size() - 1;
      Clicks without =
          new Clicks(
              clicks.items().subList(0, last),
              clicks.user(),
              clicks.times().subList(0, last),
              clicks.seconds().subList(0, last));
      String best = answer.items().get(0).id();
      assertThat(explained.results().get(0).total(last))
          .isEqualTo(answer.items().get(0).score() - shop.scores(without, List.of(best))[0]);
    }
  }

  /** A model that asks what was clicked in one session keeps it so. */
  @Test
  void aRunOfOwnItemsAnswersAsItWasMeasured() {
    Path folder = temp.resolve("own");
    ModelSettings own = ModelSettings.of(PsrGat.KIND).with(Map.of("usage", "own"));
    try (Backend backend = Backends.choose("cpu", 2).backend()) {
      TrainingRun.train(
          folder,
          false,
          data,
          Fixtures.settings(own, Protocol.PAPER, 2),
          Map.of(),
          Optional.of(backend),
          TrainListener.NONE,
          () -> false);
      try (SessionRecommender shop = SessionRecommender.load(folder, backend)) {
        int[] measured =
            RunEvaluation.of(shop, data, List.of(5, 20), (done, total) -> true).ranks();
        assertThat(ranks(shop, questions())).containsExactly(measured);
      }
    }
  }

  private static void count(String model, Path folder, Dataset from) {
    TrainSettings settings =
        new TrainSettings(
            Models.settings(model), Optional.empty(), Protocol.FINAL, 1, 0.1, List.of(5, 20));
    TrainingRun.train(
        folder, false, from, settings, Map.of(), Optional.empty(), TrainListener.NONE, () -> false);
  }

  /** What counts the user's own clicks is kept, loaded, measured and asked like all others. */
  @ParameterizedTest
  @ValueSource(strings = {"user-pop", "user-recent", "user-markov", "user-markov-backoff"})
  void aRunThatCountsTheUsersClicksAnswersAsItWasMeasured(String model) throws IOException {
    Path folder = temp.resolve(model);
    count(model, folder, data);
    int[] ranks = StoredRun.read(folder).recallRanks().orElseThrow();
    try (SessionRecommender shop = SessionRecommender.load(folder, "auto", 0)) {
      assertThat(shop.reads()).containsExactlyInAnyOrder(Detail.USER, Detail.TIMES);
      assertThat(RunEvaluation.of(shop, data, List.of(5, 20), (done, total) -> true).ranks())
          .containsExactly(ranks);
      assertThat(ranks(shop, questions())).containsExactly(ranks);
      List<Clicks> strangers = questions().stream().map(q -> Clicks.of(q.items())).toList();
      assertThat(ranks(shop, strangers)).isNotEqualTo(ranks);
      assertThat(shop.recommend(strangers.get(0), RankingOptions.top(3)).neutral())
          .containsExactlyInAnyOrder(Detail.USER, Detail.TIMES);
    }
    Path again = temp.resolve(model + " again");
    count(model, again, data);
    for (String file : List.of("views.csv.gz", "popularity.csv.gz", "ranks.csv.gz")) {
      assertThat(again.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
    }
    byte[] read =
        ViewsFile.gzippedBySession(
            ViewsFile.read(folder.resolve("views.csv.gz"), data.items().size(), LAST));
    assertThat(folder.resolve("views.csv.gz")).hasBinaryContent(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user-pop", "user-recent", "user-markov", "user-markov-backoff"})
  void withoutUsersThereAreNoClicksOfTheirsToCount(String model) {
    assertThatThrownBy(() -> count(model, temp.resolve("no " + model), Fixtures.madeUp()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            model + " counts each user's clicks: the data have no users whose clicks have times");
    assertThat(temp.resolve("no " + model).resolve("run.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann;1;5;2;1",
        "ann;1;5;2;0\nann;2;5;2;2",
        "ann;1;5;2;0\nann;2;5;2;x",
        "ann;1;5;2;0\nbob;2;5;2;0",
        "ann;1;5;2;0\nann;2;5;2"
      })
  void sessionsOfViewsThatCannotBeAreRefusedByName(String rows) throws IOException {
    Path file = temp.resolve("views.csv.gz");
    write(file, "user;time;item;seconds;session\n" + rows + "\n");
    assertThatThrownBy(() -> ViewsFile.read(file, 50, LAST))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("views.csv.gz")
        .hasMessageContaining("line");
  }

  @Test
  void aModelThatReadsNoUsersKeepsNone() {
    Path other = temp.resolve("srgnn");
    try (Backend backend = Backends.choose("cpu", 2).backend()) {
      TrainingRun.train(
          other,
          false,
          data,
          Fixtures.settings(Protocol.PAPER, 1),
          Map.of(),
          Optional.of(backend),
          TrainListener.NONE,
          () -> false);
      assertThat(other.resolve("views.csv.gz")).doesNotExist();
      try (SessionRecommender shop = SessionRecommender.load(other, backend)) {
        assertThat(shop.reads()).isEmpty();
        assertThat(shop.recommend(question(3, 2), RankingOptions.top(3)))
            .isEqualTo(shop.recommend(question(3, 2).items(), 3));
      }
    }
  }

  @Test
  void clicksAndTheirColumnsAreOfOneLength() {
    assertThatThrownBy(() -> Clicks.of("a", "b").at(List.of(Instant.EPOCH)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 times for 2 click(s): one for each is needed");
    assertThatThrownBy(() -> Clicks.of("a").viewed(List.of(1.0, 2.0)))
        .hasMessageContaining("2 durations for 1 click(s)");
    assertThatThrownBy(() -> Clicks.of("a").viewed(List.of(Double.NaN)))
        .hasMessageContaining("not NaN");
    assertThatThrownBy(() -> Clicks.of("a").viewed(List.of(-1.0))).hasMessageContaining("not -1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann;1;51;2",
        "ann;1;0;2",
        "ann;1;x;2",
        "ann;2;5;-1",
        "ann;2;5",
        "ann;2;5;1\nann;1;5;1",
        "ann;2;5;1\nbob;1;5;1\nann;3;5;1"
      })
  void viewsThatCannotBeAreRefusedByName(String rows) throws IOException {
    Path broken = Files.createTempDirectory(temp, "broken");
    try (var files = Files.list(run)) {
      for (Path file : files.toList()) {
        Files.copy(file, broken.resolve(file.getFileName()));
      }
    }
    write(broken.resolve("views.csv.gz"), "user;time;item;seconds\n" + rows + "\n");
    TrainingRunTest.asOfFormatOne(broken); // which no hash binds together
    assertThatThrownBy(() -> SessionRecommender.load(broken, "cpu", 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("views.csv.gz")
        .hasMessageContaining("line");
  }

  private static void write(Path file, String content) throws IOException {
    try (Writer text =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      text.write(content);
    }
  }

  /** What a run keeps of its users is what an evaluation knows of them. */
  @Test
  void aRunKeepsTheUsageOfItsData() {
    try (SessionRecommender shop = load()) {
      assertThat(Arrays.stream(data.users().numbers()).mapToObj(data.users()::id))
          .allMatch(shop::knowsUser);
      assertThat(shop.info().lastDuration()).isEqualTo(LAST);
    }
  }
}
