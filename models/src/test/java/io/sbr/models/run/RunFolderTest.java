package io.sbr.models.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.models.Fixtures;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.pipeline.TrainingRunTest;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingException;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose folder it is, and what a failed save leaves behind. */
class RunFolderTest {
  private static final TrainSettings SETTINGS = Fixtures.settings(Protocol.HONEST, 1);

  @TempDir Path temp;

  @Test
  void anExistingRunIsNeverOverwritten() throws IOException {
    Path run = temp.resolve("run");
    train(run, false, SETTINGS, Fixtures.madeUp());
    Map<String, String> before = TrainingRunTest.hashes(run);
    refused(run, false, SETTINGS, Fixtures.madeUp(), "is not overwritten");
    assertThat(TrainingRunTest.hashes(run)).isEqualTo(before);
  }

  @Test
  void aFolderOfOtherThingsIsNeitherOverwrittenNorResumed() throws IOException {
    Files.writeString(temp.resolve("letter.txt"), "dear");
    refused(temp, false, SETTINGS, Fixtures.madeUp(), "is not empty");
    refused(temp, true, SETTINGS, Fixtures.madeUp(), "is not a run: it has letter.txt");
    assertThat(temp).isDirectoryContaining("glob:**letter.txt");
    try (var files = Files.list(temp)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void resumeBeginsWhereNothingWasWrittenYet() throws IOException {
    train(temp.resolve("absent"), true, SETTINGS, Fixtures.madeUp());
    Path empty = Files.createDirectory(temp.resolve("empty"));
    Files.writeString(empty.resolve(".run.json.tmp"), "{");
    Files.createFile(empty.resolve(RunLock.FILE));
    train(empty, true, SETTINGS, Fixtures.madeUp());
    assertThat(empty.resolve(".run.json.tmp")).doesNotExist();
    assertThat(TrainingRunTest.hashes(empty))
        .isEqualTo(TrainingRunTest.hashes(temp.resolve("absent")));
  }

  @Test
  void anotherWriterIsRefused() throws IOException {
    try (RunLock lock = RunLock.acquire(temp, Duration.ZERO)) {
      refused(temp, false, SETTINGS, Fixtures.madeUp(), "is locked");
    }
    train(temp, false, SETTINGS, Fixtures.madeUp());
  }

  /** The writer dies as soon as the other one waits for it, however slow the machine is. */
  @Test
  void resumeWaitsForAWriterThatIsDying() throws IOException {
    RunLock dying = RunLock.acquire(temp, Duration.ZERO);
    Thread waiter = Thread.currentThread();
    AtomicBoolean begun = new AtomicBoolean();
    AtomicBoolean dead = new AtomicBoolean();
    CompletableFuture<Void> death =
        CompletableFuture.runAsync(
            () -> {
              while (!begun.get() && waiter.getState() != Thread.State.TIMED_WAITING) {
                LockSupport.parkNanos(1_000_000);
              }
              dead.set(true);
              try {
                dying.close();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    AtomicBoolean deadAtTheBeginning = new AtomicBoolean();
    TrainListener witness =
        new TrainListener() {
          @Override
          public void started(TrainSettings settings, int batches, int epoch, int batch) {
            deadAtTheBeginning.set(dead.get());
            begun.set(true);
          }
        };
    train(temp, true, SETTINGS, Fixtures.madeUp(), witness);
    death.join();
    assertThat(deadAtTheBeginning).isTrue();
  }

  @Test
  void otherSettingsAreRefusedByName() {
    train(temp, false, SETTINGS, Fixtures.madeUp());
    TrainSettings s = SETTINGS;
    TrainSettings other =
        new TrainSettings(
            s.model(),
            Optional.of(new LearningSettings(s.byEpochs().optimizer(), 1, 64, 3, 10, 5, 1)),
            s.protocol(),
            1,
            0.1,
            s.ks());
    refused(temp, true, other, Fixtures.madeUp(), "begun with batchSize 32, not 64");
    refused(temp, true, Fixtures.settings(Protocol.PAPER, 1), Fixtures.madeUp(), "protocol honest");
  }

  @Test
  void otherDataAreRefused() {
    train(temp, false, SETTINGS, Fixtures.madeUp());
    Dataset data = Fixtures.madeUp();
    int[] items = data.train().items().clone();
    items[0] = items[0] % 50 + 1;
    Sessions changed = new Sessions(items, data.train().offsets(), null, null, null);
    refused(
        temp,
        true,
        SETTINGS,
        new Dataset(data.name(), data.items(), changed, data.test()),
        "begun on other data");
  }

  @Test
  void unusableDataLeaveNoFolderBehind() {
    Dataset data = Fixtures.madeUp();
    Sessions single = Sessions.of(new int[] {1}, new int[] {2}, new int[] {3});
    Dataset useless = new Dataset("useless", data.items(), single, data.test());
    assertThatThrownBy(() -> train(temp.resolve("run"), false, SETTINGS, useless))
        .isInstanceOf(DataException.class)
        .hasMessage("useless: no training session has more than 1 click");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  /** A folder in the place of the file beside stands for every reason that writing may fail. */
  @Test
  void aFailedSaveLeavesThePreviousCheckpointIntact() throws IOException {
    Path obstacle = temp.resolve(".checkpoint.safetensors.tmp");
    StringBuilder before = new StringBuilder();
    TrainListener obstructor =
        new TrainListener() {
          @Override
          public void step(int epoch, int batch, int n, int examples, double loss, double rate) {
            if (batch == 6) {
              try {
                before.append(TrainingRunTest.sha256(temp.resolve("checkpoint.safetensors")));
                Files.createDirectories(obstacle.resolve("in-the-way"));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            }
          }
        };
    assertThatThrownBy(() -> train(temp, false, SETTINGS, Fixtures.madeUp(), obstructor))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("cannot save: ")
        .hasMessageContaining("checkpoint.safetensors (epoch 0, 5 batches done)");
    assertThat(TrainingRunTest.sha256(temp.resolve("checkpoint.safetensors")))
        .isEqualTo(before.toString());
    Files.delete(obstacle.resolve("in-the-way"));
    train(temp, true, SETTINGS, Fixtures.madeUp());
  }

  @Test
  void aFolderWithoutPermissionIsRefusedInOneLine() throws IOException {
    boolean root = System.getProperty("user.name").equals("root");
    if (root) {
      System.out.println("skipped: root may write into a folder without permission");
    }
    assumeFalse(root, "root may write into a folder without permission");
    Path closed = Files.createDirectory(temp.resolve("closed"));
    assertThat(closed.toFile().setWritable(false)).isTrue();
    refused(closed, false, SETTINGS, Fixtures.madeUp(), "permission denied");
  }

  private static void refused(
      Path folder, boolean resume, TrainSettings settings, Dataset data, String message) {
    assertThatThrownBy(() -> train(folder, resume, settings, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(folder.toString());
  }

  private static void train(Path folder, boolean resume, TrainSettings settings, Dataset data) {
    train(folder, resume, settings, data, TrainListener.NONE);
  }

  private static void train(
      Path folder, boolean resume, TrainSettings settings, Dataset data, TrainListener listener) {
    try (Backend backend = Backends.choose("reference", 1).backend()) {
      TrainingRun.train(
          folder, resume, data, settings, Map.of(), Optional.of(backend), listener, () -> false);
    }
  }
}
