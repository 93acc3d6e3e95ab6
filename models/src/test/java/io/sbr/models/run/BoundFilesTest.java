package io.sbr.models.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.Dataset;
import io.sbr.data.Vocabulary;
import io.sbr.data.store.ItemsFile;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.pipeline.TrainingRunTest;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that belong to a run are believed, and no others, whoever put them there. */
class BoundFilesTest {
  @TempDir static Path shared;
  @TempDir Path temp;

  private static SmallRuns runs;
  private static Path global;
  private static Path otherSeed;
  private static Path paper;

  @BeforeAll
  static void trainOnce() {
    runs = new SmallRuns();
    global = shared.resolve("global");
    TrainSettings settings = Fixtures.settings(Models.settings("srgnn-ngc"), Protocol.HONEST, 1);
    runs.train(global, settings, Integer.MAX_VALUE);
    otherSeed = shared.resolve("seed");
    TrainSettings own = settings;
    runs.train(
        otherSeed,
        own.with(new LearningSettings(own.byEpochs().optimizer(), 1, 32, 4, 10, 5, 1)),
        Integer.MAX_VALUE);
    paper = shared.resolve("paper");
    runs.train(paper, Fixtures.settings(Protocol.PAPER, 5, 2), Integer.MAX_VALUE);
  }

  @AfterAll
  static void close() {
    runs.close();
  }

  private static void refused(Path file, ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsAsItWasWrittenIsBelieved() throws IOException {
    Path run = SmallRuns.copy(global, temp.resolve("run"));
    assertThat(runs.recommended(run)).isEqualTo(runs.recommended(global));
    assertThat(runs.resume(run).test()).isEqualTo(StoredRun.read(run).test());
    assertThat(TrainingRunTest.hashes(run)).isEqualTo(TrainingRunTest.hashes(global));
  }

  @Test
  void transitionsThatWereEmptied() throws IOException {
    Path run = SmallRuns.copy(global, temp.resolve("run"));
    Path file = run.resolve("transitions.csv.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("source;target;count\n".getBytes(StandardCharsets.US_ASCII));
    }
    refused(file, () -> runs.recommended(run));
    refused(file, () -> runs.resume(run));
  }

  @Test
  void aSettingThatWasChanged() throws IOException {
    Path run = SmallRuns.copy(paper, temp.resolve("run"));
    Path file = run.resolve("run.json");
    String before = Files.readString(file);
    assertThat(before).contains("\"steps\" : 1,");
    Files.writeString(file, before.replace("\"steps\" : 1,", "\"steps\" : 2,"));
    refused(file, () -> runs.recommended(run));
    refused(file, () -> StoredRun.read(run));
    refused(file, () -> runs.resume(run));
    // Without a manifest the weights themselves say what they are of.
    TrainingRunTest.asOfFormatOne(run);
    refused(run.resolve("model.safetensors"), () -> runs.recommended(run));
  }

  @Test
  void itemsInAnotherOrder() throws IOException {
    Path run = SmallRuns.copy(global, temp.resolve("run"));
    Path file = run.resolve("items.csv.gz");
    List<String> ids = new ArrayList<>(ItemsFile.read(file).ids());
    Collections.swap(ids, 3, 4);
    Files.write(file, ItemsFile.gzipped(new Vocabulary(ids)));
    refused(file, () -> runs.recommended(run));
    refused(file, () -> runs.resume(run));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "checkpoint.safetensors"})
  void weightsOfAnotherSeedsRun(String name) throws IOException {
    Path run = SmallRuns.copy(global, temp.resolve("run"));
    Path file = run.resolve(name);
    Files.copy(otherSeed.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
    if (name.startsWith("model")) {
      refused(file, () -> runs.recommended(run));
    }
    refused(file, () -> runs.resume(run));
    TrainingRunTest.asOfFormatOne(run);
    assertThatThrownBy(() -> runs.resume(run))
        .hasMessage(file + " is of another run: seed 4, not 3");
  }

  /** Of the same model and seed, but with another rate: only the id of the run tells. */
  @Test
  void weightsOfARunThatDiffersInAnythingElse() {
    TrainSettings settings = Fixtures.settings(Protocol.HONEST, 1);
    DataIdentity data = DataIdentity.of(SmallRuns.DATA);
    String id = RunIdentity.of(settings, data).id().orElseThrow();
    assertThat(RunIdentity.of(settings.withEpochs(7), data).id()).hasValue(id);
    TrainSettings raised =
        new TrainSettings(
            settings.model(), settings.learning(), Protocol.HONEST, 2, 0.1, settings.ks());
    assertThat(RunIdentity.of(raised, data).id().orElseThrow()).isNotEqualTo(id);
    Dataset other =
        new Dataset(
            "made-up", SmallRuns.DATA.items(), SmallRuns.DATA.train(), SmallRuns.DATA.train());
    assertThat(RunIdentity.of(settings, DataIdentity.of(other)).id().orElseThrow())
        .isNotEqualTo(id);
  }

  @Test
  void ranksAndHistoryThatWereSwapped() throws IOException {
    Path run = SmallRuns.copy(paper, temp.resolve("run"));
    Path recall = run.resolve("ranks.csv.gz");
    Path mrr = run.resolve("ranks-mrr.csv.gz");
    Path aside = Files.move(recall, temp.resolve("aside"));
    Files.move(mrr, recall);
    Files.move(aside, mrr);
    refused(recall, () -> StoredRun.read(run));
    Path second = SmallRuns.copy(paper, temp.resolve("second"));
    Path history = second.resolve("history.json");
    Files.copy(global.resolve("history.json"), history, StandardCopyOption.REPLACE_EXISTING);
    refused(history, () -> StoredRun.read(second));
    refused(history, () -> runs.resume(second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"items.csv.gz", "model.safetensors", "transitions.csv.gz", "run.json"})
  void aFileThatIsMissing(String name) throws IOException {
    Path run = SmallRuns.copy(global, temp.resolve("run"));
    Path file = run.resolve(name);
    Files.delete(file);
    refused(file, () -> runs.recommended(run));
    refused(file, () -> runs.train(run, Fixtures.settings(Protocol.HONEST, 1), 1));
  }

  @Test
  void aManifestThatIsMissing() throws IOException {
    Path run = SmallRuns.copy(global, temp.resolve("run"));
    Files.delete(run.resolve(Manifest.FILE));
    refused(run.resolve(Manifest.FILE), () -> runs.recommended(run));
    refused(run.resolve(Manifest.FILE), () -> StoredRun.read(run));
  }

  @Test
  void aFileThatTheRunNeverHad() throws IOException {
    Path run = temp.resolve("run");
    TrainSettings settings = RunDirectory.info(global).orElseThrow().settings();
    runs.train(run, settings, 1);
    Path file = run.resolve("model.safetensors");
    Files.copy(global.resolve("model.safetensors"), file);
    refused(file, () -> runs.recommended(run));
    refused(file, () -> runs.resume(run));
  }

  /** A run from before there were manifests goes on, gets one, and ends with the same bits. */
  @Test
  void aFolderWithoutManifestGetsOne() throws IOException {
    TrainSettings settings = Fixtures.settings(Protocol.HONEST, 2);
    Path whole = temp.resolve("whole");
    runs.train(whole, settings, Integer.MAX_VALUE);
    Path older = temp.resolve("older");
    runs.train(older, settings, 20);
    TrainingRunTest.asOfFormatOne(older);
    assertThat(runs.recommended(older)).isNotEmpty();
    runs.resume(older);
    assertThat(older.resolve(Manifest.FILE)).exists();
    assertThat(RunDirectory.info(older).orElseThrow().format()).isEqualTo(RunInfo.FORMAT);
    assertThat(TrainingRunTest.hashes(older)).isEqualTo(TrainingRunTest.hashes(whole));
  }
}
