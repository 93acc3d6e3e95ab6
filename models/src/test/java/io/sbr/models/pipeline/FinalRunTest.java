package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Dataset;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.counting.Popularity;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.run.HistoryFile;
import io.sbr.models.run.PopularityFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.FinalEpoch;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.io.SafeTensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code final}: chosen on validation, learned anew from all of train, measured once. */
class FinalRunTest {
  private static final Dataset DATA = Fixtures.madeUp();

  @TempDir Path temp;

  private static TrainResult train(
      Path folder,
      boolean resume,
      TrainSettings settings,
      TrainListener listener,
      BooleanSupplier stop) {
    try (Backend backend = Backends.choose("cpu", 1).backend()) {
      TrainResult result =
          TrainingRun.train(
              folder, resume, DATA, settings, Map.of(), Optional.of(backend), listener, stop);
      assertThat(backend.liveBytes()).isZero();
      return result;
    }
  }

  private static TrainSettings settings(String model, int epochs) {
    return Fixtures.settings(Models.settings(model), Protocol.FINAL, epochs);
  }

  /** Writes down what it is told. */
  private static final class Told implements TrainListener {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void started(TrainSettings settings, int batches, int epoch, int batch) {
      lines.add("choosing from " + epoch + "." + batch);
    }

    @Override
    public void anew(TrainSettings settings, int epochs, int batches, int epoch, int batch) {
      lines.add("anew " + epochs + " from " + epoch + "." + batch);
    }

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

  /** With a seed for which the last epoch but one is best on validation. */
  @Test
  void theTestPartIsReadOnceAtTheEnd() {
    Told told = new Told();
    TrainSettings settings = Fixtures.settings(Protocol.FINAL, 6, 7);
    TrainResult result = train(temp.resolve("final"), false, settings, told, () -> false);
    List<String> expected = new ArrayList<>(List.of("choosing from 0.0"));
    for (int e = 0; e < 6; e++) {
      expected.addAll(List.of("validation", "epoch " + e));
    }
    expected.add("anew 5 from 0.0");
    for (int e = 0; e < 5; e++) {
      expected.add("final epoch " + e);
    }
    expected.add("test");
    assertThat(told.lines).isEqualTo(expected);
    assertThat(result.stopped()).isFalse();
    assertThat(result.selectedEpoch()).isEqualTo(result.bestMrrEpoch()).isEqualTo(4);
    // Paper reads test after every epoch on all of train, and so knows this one's figures.
    TrainResult paper =
        train(
            temp.resolve("paper"),
            false,
            Fixtures.settings(Protocol.PAPER, 5, 7),
            TrainListener.NONE,
            () -> false);
    assertThat(result.test()).isEqualTo(paper.history().get(4).metrics());
  }

  @ParameterizedTest
  @ValueSource(strings = {"srgnn", "srgnn-ngc"})
  void theModelIsTheLastEpochOnAllOfTrain(String model) throws IOException {
    Path run = temp.resolve("final");
    TrainSettings settings = settings(model, 3);
    TrainResult result = train(run, false, settings, TrainListener.NONE, () -> false);
    int chosen = result.selectedEpoch() + 1;
    assertThat(result.history()).hasSize(3);
    assertThat(result.finalEpochs()).hasSize(chosen);

    // Paper trains on all of train, too: after as many epochs its weights are the same.
    Path paper = temp.resolve("paper");
    train(
        paper,
        false,
        Fixtures.settings(Models.settings(model), Protocol.PAPER, chosen),
        TrainListener.NONE,
        () -> false);
    Map<String, ByteBuffer> weights = tensors(run.resolve("model.safetensors"));
    Map<String, ByteBuffer> same = tensors(paper.resolve("checkpoint.safetensors"));
    assertThat(weights).isNotEmpty();
    weights.forEach((name, values) -> assertThat(values).as(name).isEqualTo(same.get(name)));
    if (model.equals("srgnn-ngc")) {
      assertThat(run.resolve("transitions.csv.gz"))
          .hasSameBinaryContentAs(paper.resolve("transitions.csv.gz"));
    }
    int items = DATA.items().size();
    assertThat(PopularityFile.read(run.resolve("popularity.csv.gz"), items))
        .isEqualTo(Popularity.of(DATA.train(), items).clicks());

    try (SessionRecommender loaded = SessionRecommender.load(run, "cpu", 1)) {
      assertThat(loaded.info().settings()).isEqualTo(settings.on(DATA));
      assertThat(loaded.epoch()).isEqualTo(chosen - 1);
      assertThat(RunEvaluation.of(loaded, DATA, settings.ks(), (done, total) -> true).metrics())
          .isEqualTo(result.test());
      assertThat(loaded.recommend(List.of("item-3", "item-24"), 5).items()).hasSize(5);
    }
  }

  private static Map<String, ByteBuffer> tensors(Path file) throws IOException {
    SafeTensors content = SafeTensors.read(file);
    Map<String, ByteBuffer> tensors = new java.util.TreeMap<>();
    for (String name : content.names()) {
      ByteBuffer all = ByteBuffer.allocate(1 << 16);
      content.pieces(name, (from, piece) -> all.put(piece.duplicate()));
      tensors.put(name, all.flip());
    }
    return tensors;
  }

  /** With nothing to choose there is nothing to hold back for it. */
  @Test
  void aPlannedTrainingLearnsFromAllOfTrainAtOnce() throws IOException {
    Path run = temp.resolve("planned");
    Told told = new Told();
    TrainSettings settings = Fixtures.planned(Protocol.FINAL, 3);
    TrainResult result = train(run, false, settings, told, () -> false);
    assertThat(told.lines)
        .containsExactly(
            "anew 3 from 0.0", "final epoch 0", "final epoch 1", "final epoch 2", "test");
    assertThat(result.history()).isEmpty();
    assertThat(result.selectedEpoch()).isEqualTo(2);
    assertThat(result.bestMrrEpoch()).isEqualTo(-1);
    // Paper's third epoch is the same, and there are its figures.
    Path paper = temp.resolve("paper");
    TrainSettings published = Fixtures.planned(Protocol.PAPER, 3);
    TrainResult measured = train(paper, false, published, TrainListener.NONE, () -> false);
    assertThat(result.test()).isEqualTo(measured.history().get(2).metrics());

    StoredRun stored = StoredRun.read(run);
    assertThat(stored.finished()).isTrue();
    assertThat(stored.selectedEpoch()).isEqualTo(2);
    assertThat(stored.epochs()).isEmpty();
    assertThat(stored.finalEpochs()).isEqualTo(result.finalEpochs()).hasSize(3);
    assertThat(stored.test()).isEqualTo(result.test());
    assertThat(stored.recallRanks()).isPresent();
    try (SessionRecommender loaded = SessionRecommender.load(run, "cpu", 1)) {
      assertThat(loaded.epoch()).isEqualTo(2);
    }
    assertThat(train(run, true, settings, TrainListener.NONE, () -> false).test())
        .isEqualTo(result.test());
  }

  /** Whichever is best on validation: {@code BestEpochsTest} has one that is not the last. */
  @Test
  void aPlannedTrainingIsHeldToItsEndUnderHonest() {
    TrainSettings settings = Fixtures.planned(Protocol.HONEST, 3);
    TrainResult result = train(temp, false, settings, TrainListener.NONE, () -> false);
    assertThat(result.history()).hasSize(3);
    assertThat(result.selectedEpoch()).isEqualTo(2);
    StoredRun stored = StoredRun.read(temp);
    assertThat(stored.selectedEpoch()).isEqualTo(2);
    assertThat(stored.recallRanks()).isPresent();
    assertThat(stored.bestIsLast()).isFalse(); // no reason to train on
  }

  /** As long as another was found to need, without finding it out again. */
  @Test
  void withoutPatienceAllEpochsAreTrained() throws IOException {
    TrainResult chosen =
        train(temp.resolve("chosen"), false, settings("srgnn", 3), TrainListener.NONE, () -> false);
    int epochs = chosen.selectedEpoch() + 1;
    Path run = temp.resolve("told");
    TrainResult told =
        train(run, false, withoutPatience(Protocol.FINAL, epochs), TrainListener.NONE, () -> false);
    assertThat(told.history()).isEmpty();
    assertThat(told.finalEpochs()).hasSize(epochs);
    assertThat(told.test()).isEqualTo(chosen.test());
    assertThat(tensors(run.resolve("model.safetensors")))
        .isEqualTo(tensors(temp.resolve("chosen/model.safetensors")));
  }

  /** Epochs that are all alike may be followed by more, where another protocol lets them. */
  @Test
  void withoutPatienceTheLastOfAnyIsTheModel() throws IOException {
    Path run = temp.resolve("raised");
    train(run, false, withoutPatience(Protocol.HONEST, 2), TrainListener.NONE, () -> false);
    TrainSettings settings = withoutPatience(Protocol.HONEST, 4);
    TrainResult raised = train(run, true, settings, TrainListener.NONE, () -> false);
    Path whole = temp.resolve("whole");
    TrainResult atOnce = train(whole, false, settings, TrainListener.NONE, () -> false);
    assertThat(raised.selectedEpoch()).isEqualTo(3);
    assertThat(raised.test()).isEqualTo(atOnce.test());
    assertThat(tensors(run.resolve("model.safetensors")))
        .isEqualTo(tensors(whole.resolve("model.safetensors")));
  }

  private static TrainSettings withoutPatience(Protocol protocol, int epochs) {
    TrainSettings plain = Fixtures.settings(Models.settings("srgnn"), protocol, epochs);
    LearningSettings l = plain.byEpochs();
    return plain.with(
        new LearningSettings(
            l.optimizer(), epochs, l.batchSize(), l.seed(), 0, l.checkpointEvery(), l.lossEvery()));
  }

  @Test
  void theRunKeepsBothPhases() {
    TrainResult result = train(temp, false, settings("srgnn", 2), TrainListener.NONE, () -> false);
    HistoryFile history = HistoryFile.read(new RunDirectory(temp));
    assertThat(history.finished()).isTrue();
    assertThat(history.epochs()).isEqualTo(result.history()).hasSize(2);
    assertThat(history.finalEpochs()).isEqualTo(result.finalEpochs()).isNotEmpty();
    assertThat(history.test()).isEqualTo(result.test());
    StoredRun stored = StoredRun.read(temp);
    assertThat(stored.finalEpochs()).isEqualTo(result.finalEpochs());
    assertThat(stored.test()).isEqualTo(result.test());
    assertThat(stored.recallRanks()).isPresent();
    assertThat(stored.mrrRanks()).isPresent();
    assertThat(stored.info().settings().validationGap()).hasValue(0);
  }

  @Test
  void aPhaseThatWasStoppedGoesOnWithItsTimes() {
    TrainSettings settings = settings("srgnn", 2);
    AtomicInteger asked = new AtomicInteger();
    TrainListener counter =
        new TrainListener() {
          @Override
          public void finalEpoch(FinalEpoch record) {
            asked.incrementAndGet();
          }
        };
    TrainResult stopped = train(temp, false, settings, counter, () -> asked.get() > 0);
    assertThat(stopped.stopped()).isTrue();
    assertThat(stopped.finalEpochs()).hasSize(1);
    assertThatThrownBy(() -> SessionRecommender.load(temp, "cpu", 1))
        .hasMessageEndingWith("has no model yet: resume training to its end");
    Told told = new Told();
    TrainResult result = train(temp, true, settings, told, () -> false);
    assertThat(told.lines.get(0)).isEqualTo("anew 2 from 1.1");
    assertThat(told.lines).doesNotContain("validation");
    assertThat(result.history()).isEqualTo(stopped.history());
    assertThat(result.finalEpochs().get(0)).isEqualTo(stopped.finalEpochs().get(0));
    assertThat(result.finalEpochs()).allSatisfy(e -> assertThat(e.seconds()).isPositive());
    assertThat(train(temp, true, settings, TrainListener.NONE, () -> false).test())
        .isEqualTo(result.test());
  }

  /** What a choice was made among cannot change after it. */
  @Test
  void epochsCannotBeRaisedOnceTheyAreChosen() throws IOException {
    train(temp, false, settings("srgnn", 2), TrainListener.NONE, () -> false);
    Map<String, String> before = TrainingRunTest.hashes(temp);
    assertThatThrownBy(
            () -> train(temp, true, settings("srgnn", 3), TrainListener.NONE, () -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("can no longer be raised; train into another folder");
    assertThat(TrainingRunTest.hashes(temp)).isEqualTo(before);
    assertThat(RunDirectory.info(temp).orElseThrow().settings().byEpochs().epochs()).isEqualTo(2);
  }

  @Test
  void epochsMayBeRaisedWhileTheyAreCompared() throws IOException {
    Path raised = temp.resolve("raised");
    Path whole = temp.resolve("whole");
    AtomicInteger epochs = new AtomicInteger();
    TrainListener counter =
        new TrainListener() {
          @Override
          public void epoch(EpochRecord record) {
            epochs.incrementAndGet();
          }
        };
    train(raised, false, settings("srgnn", 2), counter, () -> epochs.get() > 0);
    train(raised, true, settings("srgnn", 3), TrainListener.NONE, () -> false);
    train(whole, false, settings("srgnn", 3), TrainListener.NONE, () -> false);
    assertThat(TrainingRunTest.hashes(raised)).isEqualTo(TrainingRunTest.hashes(whole));
  }

  @Test
  void anotherGapIsAnotherRun() {
    TrainSettings settings = settings("srgnn", 1);
    train(temp, false, settings, TrainListener.NONE, () -> false);
    TrainSettings other =
        new TrainSettings(
            settings.model(),
            settings.learning(),
            Protocol.FINAL,
            1,
            0.1,
            java.util.OptionalInt.of(7),
            settings.lastView(),
            settings.ks(),
            settings.ties());
    assertThatThrownBy(() -> train(temp, true, other, TrainListener.NONE, () -> false))
        .hasMessageContaining("was begun with validationGap 0, not 7");
  }
}
