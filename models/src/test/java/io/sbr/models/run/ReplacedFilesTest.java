package io.sbr.models.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.models.Fixtures;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.pipeline.TrainingRunTest;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a run that are replaced, moved or read while somebody writes. */
class ReplacedFilesTest {
  @TempDir Path temp;

  private static SmallRuns runs;

  @BeforeAll
  static void open() {
    runs = new SmallRuns();
  }

  @AfterAll
  static void close() {
    runs.close();
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
    runs.train(whole, settings, Integer.MAX_VALUE);
    Path early = temp.resolve("early");
    runs.train(early, settings, 20);
    Manifest before = Manifest.read(early.resolve(Manifest.FILE));
    boolean had = before.files().containsKey(name);
    Content now = had ? before.files().get(name).now() : null;
    // The other files are written before the checkpoint that knows of them, so may be far ahead.
    Path later =
        name.startsWith("checkpoint") ? SmallRuns.copy(early, temp.resolve("later")) : whole;
    if (later != whole) {
      runs.train(later, settings, 2);
    }
    Content next = Content.of(later.resolve(name));
    assertThat(next).isNotEqualTo(now);
    Map<String, Manifest.Entry> files = new TreeMap<>(before.files());
    files.put(name, new Manifest.Entry(now, next));
    Files.write(early.resolve(Manifest.FILE), Json.bytes(new Manifest(before.run(), files)));
    Path renamed = SmallRuns.copy(early, temp.resolve("renamed"));
    Files.copy(later.resolve(name), renamed.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    for (Path killed : List.of(early, renamed)) {
      StoredRun.read(killed);
      assertThat(runs.recommended(killed)).isNotEmpty();
      runs.resume(killed);
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
    runs.train(run, settings, 15);
    Thread trainer =
        new Thread(
            () -> {
              try (Backend own = Backends.choose("reference", 1).backend()) {
                TrainingRun.train(
                    run,
                    true,
                    SmallRuns.DATA,
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
                  SmallRuns.copy(temp.resolve("elsewhere"), run);
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
                    SmallRuns.DATA,
                    Fixtures.settings(Protocol.HONEST, 1),
                    Map.of(),
                    Optional.of(runs.backend()),
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
    runs.train(link, Fixtures.settings(Protocol.HONEST, 1), Integer.MAX_VALUE);
    runs.resume(link);
    assertThat(link).isSymbolicLink();
    assertThat(runs.recommended(temp.resolve("real").resolve("run")))
        .isEqualTo(runs.recommended(link));
  }
}
