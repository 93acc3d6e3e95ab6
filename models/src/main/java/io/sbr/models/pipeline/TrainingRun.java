package io.sbr.models.pipeline;

import io.sbr.data.Dataset;
import io.sbr.data.store.ItemsFile;
import io.sbr.models.algorithm.Algorithm;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.algorithm.Fitting;
import io.sbr.models.run.DataIdentity;
import io.sbr.models.run.Environment;
import io.sbr.models.run.Json;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunInfo;
import io.sbr.models.run.RunLock;
import io.sbr.models.run.SettingsCheck;
import io.sbr.models.train.RunStore;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import io.sbr.models.train.TrainingException;
import io.sbr.tensor.Backend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Training into a run folder, from its beginning or from where it was left. A killed run that is
 * resumed ends with the same weights, bit for bit, as one that was never killed.
 */
public final class TrainingRun {
  /** How long to wait for the lock of a writer that was killed a moment ago. */
  private static final Duration DYING_WRITER = Duration.ofSeconds(5);

  private static final String VERSION =
      Objects.requireNonNullElse(
          TrainingRun.class.getPackage().getImplementationVersion(), "development");

  private TrainingRun() {}

  /**
   * Trains.
   *
   * @param folder of the run; made if absent
   * @param resume continue what is in the folder; false refuses a folder that is not empty
   * @param origins where each setting came from, for {@code run.json}; may be empty
   * @param backend what is computed on; may be empty for a model that uses none
   * @param stop asked at every step; true saves a checkpoint and ends
   * @throws IllegalArgumentException if the folder is locked by another writer, holds a run that is
   *     not to be overwritten, or a run with other settings or other data; with one line that says
   *     which
   * @throws TrainingException if the loss is not finite or saving fails; the last checkpoint is
   *     intact
   */
  public static TrainResult train(
      Path folder,
      boolean resume,
      Dataset data,
      TrainSettings settings,
      Map<String, String> origins,
      Optional<Backend> backend,
      TrainListener listener,
      BooleanSupplier stop) {
    return train(
        folder, resume, data, settings, origins, backend, listener, stop, UnaryOperator.identity());
  }

  /** The same with something around the store: for tests that fail between two writes. */
  static TrainResult train(
      Path folder,
      boolean resume,
      Dataset data,
      TrainSettings settings,
      Map<String, String> origins,
      Optional<Backend> backend,
      TrainListener listener,
      BooleanSupplier stop,
      UnaryOperator<RunStore> around) {
    TrainingData cut = TrainingData.of(data, settings);
    RunDirectory run = new RunDirectory(folder);
    Algorithm algorithm = Algorithms.of(settings.model().kind());
    Fitting fitting = new Fitting(settings, cut, Optional.of(run), backend, listener, stop, around);
    try (RunLock lock = open(run, resume)) {
      begin(fitting, algorithm, data, origins);
      return algorithm.fit(fitting);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot train into " + folder + ": " + TrainingException.reason(e), e);
    }
  }

  /** Locks the folder for a new run or for one to be continued. */
  private static RunLock open(RunDirectory run, boolean resume) throws IOException {
    Path folder = run.folder();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + " is a file, not a folder for a run");
    }
    if (resume && !Files.exists(run.runFile())) {
      Optional<String> stranger = run.stranger();
      if (stranger.isPresent()) {
        throw new IllegalArgumentException(
            folder + " is not a run: it has " + stranger.get() + " and no run.json");
      }
    }
    if (!resume) {
      refuseRun(run);
    }
    Files.createDirectories(folder);
    RunLock lock = RunLock.acquire(folder, resume ? DYING_WRITER : Duration.ZERO);
    try {
      if (!resume) {
        refuseRun(run); // another writer may have been faster
      }
      run.removeLeftovers();
      return lock;
    } catch (RuntimeException | IOException e) {
      lock.close();
      throw e;
    }
  }

  private static void refuseRun(RunDirectory run) throws IOException {
    if (!run.isEmpty()) {
      throw new IllegalArgumentException(
          run.folder()
              + " is not empty and is not overwritten: resume the run, or choose another folder");
    }
  }

  /** Writes what the run is, or checks that it still is what was written. */
  private static void begin(
      Fitting fitting, Algorithm algorithm, Dataset data, Map<String, String> origins)
      throws IOException {
    RunDirectory run = fitting.run().orElseThrow();
    TrainSettings settings = fitting.settings();
    int longestInput = fitting.data().train().longestInput();
    DataIdentity identity = DataIdentity.of(data);
    Map<String, String> environment = Environment.of(fitting.backend());
    RunInfo info = new RunInfo(VERSION, settings, origins, identity, longestInput, environment);
    Optional<RunInfo> begun = RunDirectory.info(run.folder());
    if (begun.isPresent()) {
      SettingsCheck.check(run.folder(), begun.get().settings(), settings);
      if (!begun.get().data().sha256().equals(identity.sha256())) {
        throw new IllegalArgumentException(
            "%s was begun on other data: %s"
                .formatted(run.folder(), begun.get().data().difference(identity)));
      }
      String difference = Environment.difference(begun.get().environment(), environment);
      if (!difference.isEmpty()) {
        fitting.listener().message("resuming elsewhere, so bits may differ: " + difference);
      }
      RunInfo before = begun.get();
      info =
          new RunInfo(
              before.version(),
              settings,
              before.origins(),
              identity,
              longestInput,
              before.environment());
    }
    // The vocabulary first: a folder that has run.json has all it takes to go on.
    RunDirectory.replace(run.items(), ItemsFile.gzipped(data.items()));
    algorithm.begin(fitting);
    RunDirectory.replace(
        run.runFile(), Json.MAPPER.writeValueAsString(info).getBytes(StandardCharsets.UTF_8));
  }
}
