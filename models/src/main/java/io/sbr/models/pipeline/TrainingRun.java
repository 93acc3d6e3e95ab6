package io.sbr.models.pipeline;

import io.sbr.data.Dataset;
import io.sbr.data.store.ItemsFile;
import io.sbr.data.store.Links;
import io.sbr.models.algorithm.Algorithm;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.algorithm.Fitting;
import io.sbr.models.run.DataIdentity;
import io.sbr.models.run.Environment;
import io.sbr.models.run.Json;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunIdentity;
import io.sbr.models.run.RunInfo;
import io.sbr.models.run.RunLock;
import io.sbr.models.run.RunWriter;
import io.sbr.models.run.SettingsCheck;
import io.sbr.models.train.LostRunException;
import io.sbr.models.train.RunStore;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import io.sbr.models.train.TrainingException;
import io.sbr.tensor.Backend;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
   *     not to be overwritten, or a run with other settings or other data, or a file that the run
   *     has not written; with one line that says which
   * @throws TrainingException if the loss is not finite or saving fails, and then the last
   *     checkpoint is intact; or if the folder was removed or replaced meanwhile
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
        folder,
        resume,
        data,
        settings,
        origins,
        Algorithms.of(settings.model().kind()),
        backend,
        listener,
        stop,
        UnaryOperator.identity());
  }

  /**
   * The same by an algorithm that learns in a way of its own what the model's own learns.
   *
   * @param algorithm of the model's kind
   */
  public static TrainResult train(
      Path folder,
      boolean resume,
      Dataset data,
      TrainSettings settings,
      Map<String, String> origins,
      Algorithm algorithm,
      Optional<Backend> backend,
      TrainListener listener,
      BooleanSupplier stop) {
    return train(
        folder,
        resume,
        data,
        settings,
        origins,
        algorithm,
        backend,
        listener,
        stop,
        UnaryOperator.identity());
  }

  /** The same with something around the store: for tests that fail between two writes. */
  static TrainResult train(
      Path folder,
      boolean resume,
      Dataset data,
      TrainSettings wanted,
      Map<String, String> origins,
      Algorithm algorithm,
      Optional<Backend> backend,
      TrainListener listener,
      BooleanSupplier stop,
      UnaryOperator<RunStore> around) {
    TrainSettings settings = wanted.on(data);
    TrainingData cut = TrainingData.of(data, settings);
    DataIdentity identity = DataIdentity.of(data);
    try (RunWriter writer = open(new RunDirectory(folder), resume, settings, identity)) {
      Fitting fitting =
          new Fitting(settings, cut, Optional.of(writer), backend, listener, stop, around);
      begin(fitting, algorithm, data, identity, origins);
      return algorithm.fit(fitting);
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException(
          "cannot train into " + folder + ": " + TrainingException.reason(e), e);
    } catch (LostRunException e) {
      throw new TrainingException(e.getMessage(), e);
    } catch (IOException e) {
      throw new TrainingException(
          "cannot train into " + folder + ": " + TrainingException.reason(e), e);
    }
  }

  /** Locks the folder for a new run or for one to be continued. */
  private static RunWriter open(
      RunDirectory run, boolean resume, TrainSettings settings, DataIdentity data)
      throws IOException {
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
    Files.createDirectories(Links.target(folder));
    RunLock lock = RunLock.acquire(folder, resume ? DYING_WRITER : Duration.ZERO);
    try {
      if (!resume) {
        refuseRun(run); // another writer may have been faster
      }
      String fresh = RunIdentity.of(settings, data).id().orElseThrow();
      return RunWriter.open(run, lock, fresh);
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
      Fitting fitting,
      Algorithm algorithm,
      Dataset data,
      DataIdentity identity,
      Map<String, String> origins)
      throws IOException {
    RunWriter writer = fitting.run().orElseThrow();
    RunDirectory run = writer.directory();
    TrainSettings settings = fitting.settings();
    int longestInput = fitting.data().learned().longestInput();
    Map<String, String> environment = Environment.of(fitting.backend());
    RunInfo info =
        new RunInfo(
            VERSION, settings, origins, identity, longestInput, data.lastDuration(), environment);
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
              data.lastDuration(),
              before.environment());
    }
    // The vocabulary first: a folder that has run.json has all it takes to go on.
    writer.replace(run.items(), ItemsFile.gzipped(data.items()));
    algorithm.begin(fitting);
    writer.replace(run.runFile(), Json.bytes(info));
  }
}
