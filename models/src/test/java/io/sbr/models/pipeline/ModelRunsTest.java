package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.store.TransitionsFile;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.graph.GnnSettings.Pad;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs of every model in every form: trained, stopped and resumed, measured and asked. */
class ModelRunsTest {
  private static final Dataset DATA = Fixtures.madeUp();

  @TempDir Path temp;

  private static TrainResult train(
      Path folder, boolean resume, TrainSettings settings, int threads, BooleanSupplier stop) {
    try (Backend backend = Backends.choose("cpu", threads).backend()) {
      TrainResult result =
          TrainingRun.train(
              folder,
              resume,
              data(settings.model()),
              settings,
              Map.of(),
              Optional.of(backend),
              TrainListener.NONE,
              stop);
      assertThat(backend.liveBytes()).isZero();
      return result;
    }
  }

  /** With users for a model that has a vector for each. */
  private static Dataset data(ModelSettings model) {
    return "on".equals(model.toMap().get("users")) ? Fixtures.owned() : DATA;
  }

  static List<ModelSettings> everyForm() {
    return Fixtures.everyForm();
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void aRunLearnsResumesToTheSameBitsAndIsMeasuredAgain(ModelSettings model) throws IOException {
    TrainSettings settings = Fixtures.settings(model, Protocol.HONEST, 2);
    Path whole = temp.resolve("whole");
    TrainResult trained = train(whole, false, settings, 2, () -> false);
    double before = trained.history().get(0).loss();
    // STAMP begins so near zero that narrow vectors take longer than this to leave it.
    assertThat(trained.history().get(1).loss())
        .isLessThan(model.name().equals("stamp") ? Math.nextUp(before) : before);

    Path stopped = temp.resolve("stopped");
    AtomicInteger asked = new AtomicInteger();
    train(stopped, false, settings, 1, () -> asked.incrementAndGet() >= 7);
    train(stopped, true, settings, 1, () -> false);
    assertThat(TrainingRunTest.hashes(stopped)).isEqualTo(TrainingRunTest.hashes(whole));

    try (SessionRecommender run = SessionRecommender.load(whole, "cpu", 1)) {
      assertThat(run.info().settings()).isEqualTo(settings);
      RunEvaluation again =
          RunEvaluation.of(run, data(model), settings.ks(), (done, total) -> true);
      assertThat(again.metrics()).isEqualTo(trained.test());
      assertThat(run.recommend(List.of("item-3", "item-24"), 5).items()).hasSize(5);
    }
  }

  /** Whole sessions, those that epochs are compared on not among them. */
  @Test
  void globalTransitionsAreThoseOfTheSessionsThatWereTrained() throws IOException {
    Path folder = temp.resolve("ngc");
    TrainSettings settings = Fixtures.settings(Models.settings("srgnn-ngc"), Protocol.HONEST, 1);
    train(folder, false, settings, 1, () -> false);
    Path file = new RunDirectory(folder).transitions();
    int items = DATA.items().size();
    TransitionCounts kept = TransitionsFile.read(file, items);
    TransitionCounts fit =
        TransitionCounts.of(TrainingData.of(DATA, settings).train().sessions(), items);
    assertThat(kept.targets()).isEqualTo(fit.targets());
    assertThat(kept.counts()).isEqualTo(fit.counts());
    assertThat(kept.targets().length)
        .isLessThan(TransitionCounts.of(DATA.train(), items).targets().length);

    Files.delete(file);
    assertThatThrownBy(() -> SessionRecommender.load(folder, "cpu", 1))
        .hasMessageContaining("transitions.csv.gz");
    Path other = temp.resolve("srgnn");
    train(other, false, Fixtures.settings(Protocol.HONEST, 1), 1, () -> false);
    assertThat(new RunDirectory(other).transitions()).doesNotExist();
  }

  /** Training counts padding up to its own longest input, and so does serving. */
  @Test
  void publishedPaddingServesWithTheLengthOfTraining() {
    Path folder = temp.resolve("published");
    ModelSettings model = Models.settings("tagnn").with(GnnSettings.PAD, Pad.PUBLISHED);
    TrainSettings settings = Fixtures.settings(model, Protocol.PAPER, 1);
    train(folder, false, settings, 1, () -> false);
    int longest = new Examples(DATA.train(), 1).longestInput();
    try (SessionRecommender run = SessionRecommender.load(folder, "cpu", 1)) {
      assertThat(run.info().longestInput()).isEqualTo(longest);
      int[][] session = {{3, 24}};
      double[] served = run.scores(List.of("item-3", "item-24"), DATA.items().ids());
      assertThat(served).isEqualTo(scores(run, longest, session));
      assertThat(served[0]).isNotCloseTo(scores(run, longest + 40, session)[0], within(1e-6));
      assertThat(run.recommend(Collections.nCopies(longest + 9, "item-3"), 3).items()).hasSize(3);
    }
  }

  private static double[] scores(SessionRecommender run, int length, int[][] session) {
    return run.recommender()
        .scores(
            new BatchBuilder(DATA.items().size(), run.recommender().needs(), length)
                .build(session));
  }

  @Test
  void clippedGradientsTrainOtherWeights() throws IOException {
    TrainSettings plain = Fixtures.settings(Models.settings("tagnnpp"), Protocol.HONEST, 1);
    OptimizerSettings o = plain.byEpochs().optimizer();
    OptimizerSettings clipped =
        new OptimizerSettings(
            o.lr(), o.l2(), o.lrStep(), o.lrGamma(), LrScheduleForm.TORCH10, Agc.CORRECT);
    TrainSettings agc =
        new TrainSettings(
            plain.model(),
            Optional.of(new LearningSettings(clipped, 1, 32, 3, 10, 5, 1)),
            Protocol.HONEST,
            1,
            0.1,
            plain.ks());
    train(temp.resolve("plain"), false, plain, 1, () -> false);
    train(temp.resolve("agc"), false, agc, 1, () -> false);
    assertThat(TrainingRunTest.hashes(temp.resolve("agc")).get("model.safetensors"))
        .isNotEqualTo(TrainingRunTest.hashes(temp.resolve("plain")).get("model.safetensors"));
    assertThat(RunDirectory.info(temp.resolve("agc")).orElseThrow().settings()).isEqualTo(agc);
  }
}
