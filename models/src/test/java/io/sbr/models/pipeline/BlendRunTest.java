package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.blend.BlendWeights;
import io.sbr.models.eval.Metrics;
import io.sbr.models.explain.BlendExplanation;
import io.sbr.models.run.BlendFile;
import io.sbr.models.run.HistoryFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.FinalEpoch;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.RunStore;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs of a network blended with neighbours: what is fitted on what, kept, resumed and answered.
 */
class BlendRunTest {
  private static final Dataset DATA = Fixtures.madeUp();

  @TempDir Path temp;

  private static TrainSettings alone(Protocol protocol, int epochs) {
    return Fixtures.settings(Models.settings("srgnn"), protocol, epochs);
  }

  private static ModelSettings method() {
    return Models.settings("v-sknn").with(Map.of("neighbours", "20"));
  }

  private static TrainSettings blended(Protocol protocol, int epochs) {
    return alone(protocol, epochs).blendedWith(method());
  }

  private static TrainSettings neighbours(Protocol protocol) {
    return new TrainSettings(method(), Optional.empty(), protocol, 1, 0.1, List.of(5, 20));
  }

  private static TrainResult train(Path folder, Dataset data, TrainSettings settings) {
    return train(
        folder, false, data, settings, TrainListener.NONE, () -> false, UnaryOperator.identity());
  }

  private static TrainResult resume(Path folder, TrainSettings settings) {
    return train(
        folder, true, DATA, settings, TrainListener.NONE, () -> false, UnaryOperator.identity());
  }

  private static TrainResult train(
      Path folder,
      boolean resume,
      Dataset data,
      TrainSettings settings,
      TrainListener listener,
      BooleanSupplier stop,
      UnaryOperator<RunStore> around) {
    try (Backend backend = Backends.choose("cpu", 1).backend()) {
      TrainResult result =
          TrainingRun.train(
              folder,
              resume,
              data,
              settings,
              Map.of(),
              Algorithms.of(settings.model().kind()),
              Optional.of(backend),
              listener,
              stop,
              around);
      assertThat(backend.liveBytes()).isZero();
      return result;
    }
  }

  /** What the files hold that may not depend on how often a run was broken off. */
  private static Map<String, String> content(Path folder) {
    Map<String, String> content = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.toString().matches(".*(safetensors|gz|index|blend.json)")) {
          content.put(file.getFileName().toString(), TrainingRunTest.sha256(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  /** Writes down what it is told. */
  private static class Told implements TrainListener {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void evaluating(String part, int done, int total) {
      if (done == total) {
        lines.add(part);
      }
    }

    @Override
    public void epoch(EpochRecord record) {
      lines.add("epoch " + record.epoch());
    }

    @Override
    public void finalEpoch(FinalEpoch record) {
      lines.add("final epoch " + record.epoch());
    }
  }

  /** Whatever the network is, the blend's scores are probabilities, and its run loads again. */
  @ParameterizedTest
  @ValueSource(strings = {"core", "sasrec", "stamp", "narm", "gru4rec-full", "caser"})
  void modelsOfSequencesAreBlendedAsAnyOther(String model) {
    Path folder = temp.resolve(model);
    TrainSettings settings =
        Fixtures.settings(Models.settings(model), Protocol.HONEST, 1).blendedWith(method());
    TrainResult trained = train(folder, DATA, settings);
    try (SessionRecommender run = SessionRecommender.load(folder, "cpu", 1)) {
      assertThat(RunEvaluation.of(run, DATA, settings.ks(), (done, total) -> true).metrics())
          .isEqualTo(trained.test());
      double[] scores = run.scores(List.of("item-3", "item-24"), DATA.items().ids());
      assertThat(Arrays.stream(scores).sum()).isCloseTo(1, within(1e-5));
    }
  }

  /** Validation chooses, and test is read when nothing is left to choose. */
  @Test
  void testIsReadAtTheEnd() {
    Told told = new Told();
    TrainSettings settings = blended(Protocol.FINAL, 2);
    TrainResult result =
        train(temp, false, DATA, settings, told, () -> false, UnaryOperator.identity());
    assertThat(result.bestMrrEpoch()).isEqualTo(1);
    assertThat(told.lines)
        .containsExactly(
            "validation",
            "blend",
            "blend",
            "epoch 0",
            "validation",
            "blend",
            "blend",
            "epoch 1",
            "final epoch 0",
            "final epoch 1",
            "test",
            "test, srgnn",
            "test, v-sknn");
  }

  @ParameterizedTest
  @EnumSource(names = {"HONEST", "FINAL"})
  void itIsReportedBesideItsPartsAndEpochsAreTheNetworks(Protocol protocol) {
    TrainResult blend = train(temp.resolve("blend"), DATA, blended(protocol, 3));
    TrainResult network = train(temp.resolve("network"), DATA, alone(protocol, 3));
    TrainResult method = train(temp.resolve("method"), DATA, neighbours(protocol));
    assertThat(blend.history().stream().map(EpochRecord::withoutTimes).toList())
        .isEqualTo(network.history().stream().map(EpochRecord::withoutTimes).toList());
    assertThat(blend.testApart())
        .isEqualTo(Map.of("srgnn", network.test(), "v-sknn", method.test()));
    assertThat(blend.test()).isNotEqualTo(network.test()).isNotEqualTo(method.test());
    StoredRun stored = StoredRun.read(temp.resolve("blend"));
    assertThat(stored.test()).isEqualTo(blend.test());
    assertThat(stored.history().testApart()).isEqualTo(blend.testApart());
    assertThat(Metrics.of(stored.recallRanks().orElseThrow(), List.of(5, 20)))
        .isEqualTo(blend.test());
    for (String part : List.of("srgnn", "v-sknn")) {
      assertThat(Metrics.of(stored.partRanks().get(part), List.of(5, 20)))
          .isEqualTo(blend.testApart().get(part));
    }
    // The index is that of the method's own run, learned from the same sessions.
    assertThat(temp.resolve("blend").resolve("sessions.index"))
        .hasSameBinaryContentAs(temp.resolve("method").resolve("sessions.index"));
    try (SessionRecommender run = SessionRecommender.load(temp.resolve("blend"), "cpu", 1)) {
      assertThat(run.info().settings()).isEqualTo(blended(protocol, 3).on(DATA));
      assertThat(run.info().settings().title()).isEqualTo("srgnn+v-sknn");
      assertThat(RunEvaluation.of(run, DATA, List.of(5, 20), (done, total) -> true).metrics())
          .isEqualTo(blend.test());
    }
  }

  /** What final fits is what honest fits on the same validation part, whatever comes after. */
  @Test
  void finalKeepsWhatItsFirstPhaseHasFitted() {
    Path honest = temp.resolve("honest");
    Path last = temp.resolve("final");
    double share = 40.0 / 150; // as many sessions as test has, which final validates on
    TrainSettings wide = blended(Protocol.HONEST, 2);
    train(
        honest,
        DATA,
        new TrainSettings(wide.model(), wide.learning(), Protocol.HONEST, 1, share, wide.ks())
            .blendedWith(method()));
    train(last, DATA, blended(Protocol.FINAL, 2));
    BlendWeights fitted = BlendFile.read(new RunDirectory(last));
    assertThat(fitted).isEqualTo(BlendFile.read(new RunDirectory(honest)));
    assertThat(fitted.epoch()).isEqualTo(StoredRun.read(last).bestMrrEpoch());
    assertThat(last.resolve("sessions.index").toFile().length())
        .isGreaterThan(honest.resolve("sessions.index").toFile().length());
  }

  /** Other test sessions change nothing that is learned, other validation sessions λ alone. */
  @Test
  void whatIsFittedDependsOnValidationAlone() {
    Sessions train = DATA.train();
    int[] turned = IntStream.range(0, 150).map(s -> s < 135 ? s : 284 - s).toArray();
    Dataset otherTest = with(train, DATA.test().chosen(new int[] {5, 4, 3}));
    Sessions early =
        train.chosen(IntStream.range(0, 150).map(s -> s < 135 ? s : s - 135).toArray());
    Path one = temp.resolve("one");
    train(one, DATA, blended(Protocol.HONEST, 1));
    Path two = temp.resolve("two");
    train(two, otherTest, blended(Protocol.HONEST, 1));
    Path three = temp.resolve("three");
    train(three, with(early, DATA.test()), blended(Protocol.HONEST, 1));
    Path four = temp.resolve("four");
    train(four, with(train.chosen(turned), DATA.test()), blended(Protocol.HONEST, 1));
    BlendWeights fitted = BlendFile.read(new RunDirectory(one));
    assertThat(BlendFile.read(new RunDirectory(two))).isEqualTo(fitted);
    assertThat(BlendFile.read(new RunDirectory(three))).isNotEqualTo(fitted);
    // in another order the same examples count
    assertThat(BlendFile.read(new RunDirectory(four)).examples()).isEqualTo(fitted.examples());
    for (Path other : List.of(two, three, four)) {
      assertThat(other.resolve("sessions.index"))
          .hasSameBinaryContentAs(one.resolve("sessions.index"));
    }
  }

  private static Dataset with(Sessions train, Sessions test) {
    return new Dataset(DATA.name(), DATA.items(), train, test);
  }

  /** The process is gone. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Counts the writes of a run, and dies before one of them; of the later ones none is done. */
  private static UnaryOperator<RunStore> mortal(AtomicInteger writes, int last) {
    return store ->
        (RunStore)
            Proxy.newProxyInstance(
                RunStore.class.getClassLoader(),
                new Class<?>[] {RunStore.class},
                (proxy, call, arguments) -> {
                  if (call.getName().startsWith("save") && writes.getAndIncrement() == last) {
                    throw new Killed();
                  }
                  try {
                    return call.invoke(store, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  @ParameterizedTest
  @EnumSource(names = {"HONEST", "FINAL"})
  void aRunKilledAnywhereGoesOnToTheSameBytes(Protocol protocol) {
    TrainSettings settings = blended(protocol, 2);
    AtomicInteger writes = new AtomicInteger();
    Path whole = temp.resolve("whole");
    train(whole, false, DATA, settings, TrainListener.NONE, () -> false, mortal(writes, -1));
    Map<String, String> expected = content(whole);
    assertThat(expected).containsKeys("blend.json", "sessions.index", "model.safetensors");
    for (int kill = 0; kill < writes.get(); kill++) {
      Path killed = temp.resolve("killed-" + kill);
      UnaryOperator<RunStore> around = mortal(new AtomicInteger(), kill);
      assertThatThrownBy(
              () -> train(killed, false, DATA, settings, TrainListener.NONE, () -> false, around))
          .isInstanceOf(Killed.class);
      resume(killed, settings);
      assertThat(content(killed)).as("killed before write %d", kill).isEqualTo(expected);
    }
  }

  /** Asked to stop while it is fitted, and while it is measured. */
  @ParameterizedTest
  @EnumSource(names = {"HONEST", "FINAL"})
  void aRunStoppedWhileItIsFittedGoesOnToTheSameBytes(Protocol protocol) {
    TrainSettings settings = blended(protocol, 2);
    Path whole = temp.resolve("whole");
    train(whole, DATA, settings);
    int stops = 0;
    for (String at : List.of("blend", "test", "test, srgnn", "test, v-sknn")) {
      Path stopped = temp.resolve("stopped-" + stops++);
      AtomicInteger seen = new AtomicInteger();
      TrainListener listener =
          new TrainListener() {
            @Override
            public void evaluating(String part, int done, int total) {
              seen.addAndGet(part.equals(at) ? 1 : 0);
            }
          };
      TrainResult result =
          train(
              stopped,
              false,
              DATA,
              settings,
              listener,
              () -> seen.get() > 0,
              UnaryOperator.identity());
      assertThat(result.stopped()).as(at).isTrue();
      assertThat(result.test()).isNull();
      assertThat(resume(stopped, settings).stopped()).isFalse();
      assertThat(content(stopped)).as("stopped in %s", at).isEqualTo(content(whole));
    }
    assertThat(resume(whole, settings).test()).isEqualTo(StoredRun.read(whole).test());
  }

  @Test
  void anAnswerIsExplainedByBoth() {
    train(temp, DATA, blended(Protocol.HONEST, 2));
    try (SessionRecommender run = SessionRecommender.load(temp, "cpu", 1)) {
      List<String> clicks = List.of("item-3", "item-24");
      Recommendation answer = run.recommend(clicks, 6);
      BlendExplanation why = (BlendExplanation) run.explain(clicks, 6, false);
      assertThat(why.model()).isEqualTo("srgnn+v-sknn");
      assertThat(why.lambda()).isBetween(0.0, 1.0);
      double spoken = 0;
      for (int i = 0; i < 6; i++) {
        BlendExplanation.Result result = why.results().get(i);
        assertThat(result.item()).isEqualTo(answer.items().get(i).id());
        assertThat(result.probability()).isEqualTo(answer.items().get(i).score());
        assertThat(result.network() + result.neighbours())
            .isCloseTo(result.probability(), within(1e-12));
        assertThat(result.neighbours() > 0)
            .isEqualTo(why.neighbours().results().get(i).neighbours() > 0);
        assertThat(why.network().results().get(i).item()).isEqualTo(result.item());
        spoken += result.share();
      }
      assertThat(spoken).isPositive();
      assertThat(run.scores(clicks, DATA.items().ids()))
          .satisfies(all -> assertThat(Arrays.stream(all).sum()).isCloseTo(1, within(1e-12)));
      List<String> unseen =
          run.recommend(Clicks.of(clicks), RankingOptions.top(50).withoutSeen()).items().stream()
              .map(Recommendation.Item::id)
              .toList();
      assertThat(unseen).hasSize(48).doesNotContainAnyElementsOf(clicks);
    }
  }

  @Test
  void aRunGoesOnWithItsOwnBlendAlone() {
    train(temp, DATA, blended(Protocol.HONEST, 1));
    assertThatThrownBy(() -> resume(temp, alone(Protocol.HONEST, 1)))
        .hasMessageContaining("was begun with blend {name=v-sknn, neighbours=20")
        .hasMessageContaining("not none");
    TrainSettings other = alone(Protocol.HONEST, 1).blendedWith(Models.settings("stan"));
    assertThatThrownBy(() -> resume(temp, other)).hasMessageContaining("not {name=stan");
    Path plain = temp.resolve("plain");
    train(plain, DATA, alone(Protocol.HONEST, 1));
    assertThatThrownBy(() -> resume(plain, blended(Protocol.HONEST, 1)))
        .hasMessageContaining("was begun with blend none");
    assertThat(plain.resolve("blend.json")).doesNotExist();
    assertThat(HistoryFile.read(new RunDirectory(plain)).testApart()).isNull();
  }

  @Test
  void filesOfAnotherRunAreRefused() throws IOException {
    Path one = temp.resolve("one");
    Path two = temp.resolve("two");
    train(one, DATA, blended(Protocol.HONEST, 1));
    train(two, DATA, blended(Protocol.HONEST, 2));
    for (String name : List.of("blend.json", "sessions.index")) {
      Path file = one.resolve(name);
      byte[] own = Files.readAllBytes(file);
      byte[] other = own.clone();
      other[other.length / 2] ^= 1;
      Files.write(file, other);
      assertThatThrownBy(() -> SessionRecommender.load(one, "cpu", 1))
          .hasMessageStartingWith(file.toString());
      assertThatThrownBy(() -> resume(one, blended(Protocol.HONEST, 1)))
          .hasMessageStartingWith(file.toString());
      Files.delete(file);
      assertThatThrownBy(() -> SessionRecommender.load(one, "cpu", 1))
          .hasMessageStartingWith(file.toString());
      Files.write(file, own);
    }
    Files.copy(
        two.resolve("blend.json"), one.resolve("blend.json"), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> SessionRecommender.load(one, "cpu", 1))
        .hasMessageStartingWith(one.resolve("blend.json").toString());
  }

  @Test
  void whatCannotBeBlendedIsRefused() {
    assertThatThrownBy(() -> alone(Protocol.PAPER, 1).blendedWith(method()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("blend needs the honest or the final protocol");
    assertThatThrownBy(() -> neighbours(Protocol.HONEST).blendedWith(method()))
        .hasMessage("blend has an effect on models with weights alone, not on v-sknn");
    for (String model : List.of("sr", "markov", "srgnn")) {
      assertThatThrownBy(() -> alone(Protocol.HONEST, 1).blendedWith(Models.settings(model)))
          .hasMessage("blend must be a neighbour method, and " + model + " is none");
    }
  }

  /** Where nothing is kept, as with a model for each user, the same is measured. */
  @Test
  void withoutAFolderTheFiguresAreTheSame() {
    int[] users = new int[DATA.train().count()];
    int[] tested = new int[DATA.test().count()];
    Dataset owned = with(by(DATA.train(), users), by(DATA.test(), tested));
    for (Protocol protocol : List.of(Protocol.HONEST, Protocol.FINAL)) {
      TrainSettings settings = blended(protocol, 2).on(owned);
      Metrics kept = train(temp.resolve(protocol.toString()), owned, settings).test();
      try (Backend backend = Backends.choose("cpu", 1).backend()) {
        PerUser all =
            PerUser.train(
                owned,
                settings,
                new PerUser.Choice(false, 1),
                Optional.of(backend),
                (user, done, total) -> {},
                () -> false);
        assertThat(all.users().get(0).metrics()).isEqualTo(kept);
      }
    }
  }

  private static Sessions by(Sessions sessions, int[] users) {
    return new Sessions(sessions.items(), sessions.offsets(), null, null, users);
  }
}
