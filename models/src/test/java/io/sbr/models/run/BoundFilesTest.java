package io.sbr.models.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Dataset;
import io.sbr.data.Vocabulary;
import io.sbr.data.store.ItemsFile;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.pipeline.TrainingRunTest;
import io.sbr.models.train.LearningSettings;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingException;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that belong to a run are believed, and no others, whoever put them there. */
class BoundFilesTest {
  private static final Dataset DATA = Fixtures.madeUp();

  @TempDir static Path shared;
  @TempDir Path temp;

  private static Backend backend;
  private static Path global;
  private static Path otherSeed;
  private static Path paper;

  @BeforeAll
  static void trainOnce() {
    backend = Backends.choose("reference", 1).backend();
    global = shared.resolve("global");
    TrainSettings settings = Fixtures.settings(Models.settings("srgnn-ngc"), Protocol.HONEST, 1);
    train(global, settings, Integer.MAX_VALUE);
    otherSeed = shared.resolve("seed");
    TrainSettings own = settings;
    train(
        otherSeed,
        own.with(new LearningSettings(own.byEpochs().optimizer(), 1, 32, 4, 10, 5, 1)),
        Integer.MAX_VALUE);
    paper = shared.resolve("paper");
    train(paper, Fixtures.settings(Protocol.PAPER, 5, 2), Integer.MAX_VALUE);
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  private static TrainResult train(Path folder, TrainSettings settings, int steps) {
    AtomicInteger asked = new AtomicInteger();
    return TrainingRun.train(
        folder,
        true,
        DATA,
        settings,
        Map.of(),
        Optional.of(backend),
        TrainListener.NONE,
        () -> asked.incrementAndGet() >= steps);
  }

  private static Path copy(Path run, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return to;
  }

  private static List<String> recommended(Path folder) {
    try (SessionRecommender run = SessionRecommender.load(folder, backend)) {
      return run.recommend(List.of("item-3", "item-24"), 5).items().stream()
          .map(Recommendation.Item::toString)
          .toList();
    }
  }

  private static TrainResult resume(Path folder) {
    TrainSettings settings = RunDirectory.info(folder).orElseThrow().settings();
    return train(folder, settings, Integer.MAX_VALUE);
  }

  private static void refused(Path file, ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsAsItWasWrittenIsBelieved() throws IOException {
    Path run = copy(global, temp.resolve("run"));
    assertThat(recommended(run)).isEqualTo(recommended(global));
    assertThat(resume(run).test()).isEqualTo(StoredRun.read(run).test());
    assertThat(TrainingRunTest.hashes(run)).isEqualTo(TrainingRunTest.hashes(global));
  }

  @Test
  void transitionsThatWereEmptied() throws IOException {
    Path run = copy(global, temp.resolve("run"));
    Path file = run.resolve("transitions.csv.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("source;target;count\n".getBytes(StandardCharsets.US_ASCII));
    }
    refused(file, () -> recommended(run));
    refused(file, () -> resume(run));
  }

  @Test
  void aSettingThatWasChanged() throws IOException {
    Path run = copy(paper, temp.resolve("run"));
    Path file = run.resolve("run.json");
    String before = Files.readString(file);
    assertThat(before).contains("\"steps\" : 1,");
    Files.writeString(file, before.replace("\"steps\" : 1,", "\"steps\" : 2,"));
    refused(file, () -> recommended(run));
    refused(file, () -> StoredRun.read(run));
    refused(file, () -> resume(run));
    // Without a manifest the weights themselves say what they are of.
    TrainingRunTest.asOfFormatOne(run);
    refused(run.resolve("model.safetensors"), () -> recommended(run));
  }

  @Test
  void itemsInAnotherOrder() throws IOException {
    Path run = copy(global, temp.resolve("run"));
    Path file = run.resolve("items.csv.gz");
    List<String> ids = new ArrayList<>(ItemsFile.read(file).ids());
    Collections.swap(ids, 3, 4);
    Files.write(file, ItemsFile.gzipped(new Vocabulary(ids)));
    refused(file, () -> recommended(run));
    refused(file, () -> resume(run));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "checkpoint.safetensors"})
  void weightsOfAnotherSeedsRun(String name) throws IOException {
    Path run = copy(global, temp.resolve("run"));
    Path file = run.resolve(name);
    Files.copy(otherSeed.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
    if (name.startsWith("model")) {
      refused(file, () -> recommended(run));
    }
    refused(file, () -> resume(run));
    TrainingRunTest.asOfFormatOne(run);
    assertThatThrownBy(() -> resume(run)).hasMessage(file + " is of another run: seed 4, not 3");
  }

  /** Of the same model and seed, but with another rate: only the id of the run tells. */
  @Test
  void weightsOfARunThatDiffersInAnythingElse() {
    TrainSettings settings = Fixtures.settings(Protocol.HONEST, 1);
    DataIdentity data = DataIdentity.of(DATA);
    String id = RunIdentity.of(settings, data).id().orElseThrow();
    assertThat(RunIdentity.of(settings.withEpochs(7), data).id()).hasValue(id);
    TrainSettings raised =
        new TrainSettings(
            settings.model(), settings.learning(), Protocol.HONEST, 2, 0.1, settings.ks());
    assertThat(RunIdentity.of(raised, data).id().orElseThrow()).isNotEqualTo(id);
    Dataset other = new Dataset("made-up", DATA.items(), DATA.train(), DATA.train());
    assertThat(RunIdentity.of(settings, DataIdentity.of(other)).id().orElseThrow())
        .isNotEqualTo(id);
  }

  @Test
  void ranksAndHistoryThatWereSwapped() throws IOException {
    Path run = copy(paper, temp.resolve("run"));
    Path recall = run.resolve("ranks.csv.gz");
    Path mrr = run.resolve("ranks-mrr.csv.gz");
    Path aside = Files.move(recall, temp.resolve("aside"));
    Files.move(mrr, recall);
    Files.move(aside, mrr);
    refused(recall, () -> StoredRun.read(run));
    Path second = copy(paper, temp.resolve("second"));
    Path history = second.resolve("history.json");
    Files.copy(global.resolve("history.json"), history, StandardCopyOption.REPLACE_EXISTING);
    refused(history, () -> StoredRun.read(second));
    refused(history, () -> resume(second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"items.csv.gz", "model.safetensors", "transitions.csv.gz", "run.json"})
  void aFileThatIsMissing(String name) throws IOException {
    Path run = copy(global, temp.resolve("run"));
    Path file = run.resolve(name);
    Files.delete(file);
    refused(file, () -> recommended(run));
    refused(file, () -> train(run, Fixtures.settings(Protocol.HONEST, 1), 1));
  }

  @Test
  void aManifestThatIsMissing() throws IOException {
    Path run = copy(global, temp.resolve("run"));
    Files.delete(run.resolve(Manifest.FILE));
    refused(run.resolve(Manifest.FILE), () -> recommended(run));
    refused(run.resolve(Manifest.FILE), () -> StoredRun.read(run));
  }

  @Test
  void aFileThatTheRunNeverHad() throws IOException {
    Path run = temp.resolve("run");
    TrainSettings settings = RunDirectory.info(global).orElseThrow().settings();
    train(run, settings, 1);
    Path file = run.resolve("model.safetensors");
    Files.copy(global.resolve("model.safetensors"), file);
    refused(file, () -> recommended(run));
    refused(file, () -> resume(run));
  }

  /** A run from before there were manifests goes on, gets one, and ends with the same bits. */
  @Test
  void aFolderWithoutManifestGetsOne() throws IOException {
    TrainSettings settings = Fixtures.settings(Protocol.HONEST, 2);
    Path whole = temp.resolve("whole");
    train(whole, settings, Integer.MAX_VALUE);
    Path older = temp.resolve("older");
    train(older, settings, 20);
    TrainingRunTest.asOfFormatOne(older);
    assertThat(recommended(older)).isNotEmpty();
    resume(older);
    assertThat(older.resolve(Manifest.FILE)).exists();
    assertThat(RunDirectory.info(older).orElseThrow().format()).isEqualTo(RunInfo.FORMAT);
    assertThat(TrainingRunTest.hashes(older)).isEqualTo(TrainingRunTest.hashes(whole));
  }

  /**
   * What a kill leaves between any two steps of a replacement: the manifest that announces the new
   * content, with the old one or the new one in place.
   */
  @ParameterizedTest
  @CsvSource({"model.safetensors", "checkpoint.safetensors", "history.json", "ranks.csv.gz"})
  void aReplacementBrokenOffAnywhereLeavesAFolderThatGoesOn(String name) throws IOException {
    TrainSettings settings = Fixtures.settings(Protocol.HONEST, 2);
    Path whole = temp.resolve("whole");
    train(whole, settings, Integer.MAX_VALUE);
    Path early = temp.resolve("early");
    train(early, settings, 20);
    Manifest before = Manifest.read(early.resolve(Manifest.FILE));
    boolean had = before.files().containsKey(name);
    Content now = had ? before.files().get(name).now() : null;
    // The other files are written before the checkpoint that knows of them, so may be far ahead.
    Path later = name.startsWith("checkpoint") ? copy(early, temp.resolve("later")) : whole;
    if (later != whole) {
      train(later, settings, 2);
    }
    Content next = Content.of(later.resolve(name));
    assertThat(next).isNotEqualTo(now);
    Map<String, Manifest.Entry> files = new TreeMap<>(before.files());
    files.put(name, new Manifest.Entry(now, next));
    Files.write(early.resolve(Manifest.FILE), Json.bytes(new Manifest(before.run(), files)));
    Path renamed = copy(early, temp.resolve("renamed"));
    Files.copy(later.resolve(name), renamed.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    for (Path killed : List.of(early, renamed)) {
      StoredRun.read(killed);
      assertThat(recommended(killed)).isNotEmpty();
      resume(killed);
      assertThat(TrainingRunTest.hashes(killed)).isEqualTo(TrainingRunTest.hashes(whole));
      Manifest after = Manifest.read(killed.resolve(Manifest.FILE));
      assertThat(after.files().values()).allMatch(entry -> entry.now() != null);
      assertThat(after.files().values()).allMatch(entry -> entry.next() == null);
    }
  }

  /** The manifest announces, the file cannot be renamed: the old content stays the run's. */
  @Test
  void aReplacementThatFailsLeavesTheOldContent() throws IOException {
    RunDirectory run = new RunDirectory(temp);
    Path file = run.ranks();
    try (RunWriter writer =
        RunWriter.open(run, RunLock.acquire(temp, Duration.ZERO), "0".repeat(64))) {
      writer.replace(run.runFile(), "{}".getBytes(StandardCharsets.US_ASCII));
      writer.replace(file, "old".getBytes(StandardCharsets.US_ASCII));
      assertThatThrownBy(
              () ->
                  writer.replace(
                      file,
                      channel -> {
                        throw new IOException("No space left on device");
                      },
                      written -> {}))
          .hasMessage(file + ": No space left on device");
      assertThat(run.content(file)).isPresent();
      Path obstacle = Files.createDirectories(run.history().resolve("in-the-way"));
      assertThatThrownBy(() -> writer.replace(run.history(), new byte[3]))
          .isInstanceOf(IOException.class);
      Files.delete(obstacle);
      Files.delete(run.history());
    }
    assertThat(Manifest.read(run.manifestFile()).files().keySet())
        .containsExactly("ranks.csv.gz", "run.json");
  }

  /** A reader that meets a training: whatever it sees is of that moment, and never refused. */
  @Test
  void readersOfARunInTrainingAreNeverRefused() throws Exception {
    TrainSettings settings = Fixtures.settings(Protocol.PAPER, 12);
    Path run = temp.resolve("run");
    train(run, settings, 15);
    Thread trainer =
        new Thread(
            () -> {
              try (Backend own = Backends.choose("reference", 1).backend()) {
                TrainingRun.train(
                    run,
                    true,
                    DATA,
                    settings,
                    Map.of(),
                    Optional.of(own),
                    TrainListener.NONE,
                    () -> false);
              }
            });
    trainer.start();
    int reads = 0;
    while (trainer.isAlive()) {
      StoredRun.read(run);
      reads++;
    }
    trainer.join();
    assertThat(StoredRun.read(run).finished()).isTrue();
    assertThat(reads).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFolderRemovedOrReplacedUnderATraining(boolean replaced) throws IOException {
    Path run = temp.resolve("run");
    TrainListener remover =
        new TrainListener() {
          @Override
          public void step(int epoch, int batch, int n, int examples, double loss, double rate) {
            if (batch == 6) {
              try {
                Files.move(run, temp.resolve("elsewhere"));
                if (replaced) {
                  copy(temp.resolve("elsewhere"), run);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            }
          }
        };
    assertThatThrownBy(
            () ->
                TrainingRun.train(
                    run,
                    false,
                    DATA,
                    Fixtures.settings(Protocol.HONEST, 1),
                    Map.of(),
                    Optional.of(backend),
                    remover,
                    () -> false))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            run + " was removed or replaced while it was trained into: nothing of it is kept");
    if (replaced) {
      assertThat(Files.readAllBytes(run.resolve(Manifest.FILE)))
          .isEqualTo(Files.readAllBytes(temp.resolve("elsewhere").resolve(Manifest.FILE)));
    } else {
      assertThat(run).doesNotExist();
    }
  }

  /** A link is followed, also to a folder that is not there yet, and stays. */
  @Test
  void aRunFolderThatIsALink() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("real", "run"));
    Files.createDirectory(temp.resolve("real"));
    train(link, Fixtures.settings(Protocol.HONEST, 1), Integer.MAX_VALUE);
    resume(link);
    assertThat(link).isSymbolicLink();
    assertThat(recommended(temp.resolve("real").resolve("run"))).isEqualTo(recommended(link));
  }
}
