package io.sbr.models.run;

import io.sbr.data.Dataset;
import io.sbr.models.Fixtures;
import io.sbr.models.pipeline.Recommendation;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Trains small runs and asks them, on a backend of its own. */
final class SmallRuns implements AutoCloseable {
  static final Dataset DATA = Fixtures.madeUp();

  private final Backend backend = Backends.choose("reference", 1).backend();

  Backend backend() {
    return backend;
  }

  /** Trains, or goes on, for at most so many steps. */
  TrainResult train(Path folder, TrainSettings settings, int steps) {
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

  /** Goes on to the end. */
  TrainResult resume(Path folder) {
    TrainSettings settings = RunDirectory.info(folder).orElseThrow().settings();
    return train(folder, settings, Integer.MAX_VALUE);
  }

  /** What a run answers. */
  List<String> recommended(Path folder) {
    try (SessionRecommender run = SessionRecommender.load(folder, backend)) {
      return run.recommend(List.of("item-3", "item-24"), 5).items().stream()
          .map(Recommendation.Item::toString)
          .toList();
    }
  }

  /** The files of a folder, copied over those of another. */
  static Path copy(Path run, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return to;
  }

  @Override
  public void close() {
    backend.close();
  }
}
