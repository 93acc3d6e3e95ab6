package io.sbr.fuzz;

import io.sbr.data.store.Datasets;
import io.sbr.models.Models;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.pipeline.SessionRecommender;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.pipeline.TrainingRun;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of a run folder: the run is shown, loaded, asked and resumed. */
final class RunFileSubject implements Subject {
  private final String file;
  private final String model;
  private final boolean resumes;
  private final Backend backend = Backends.choose("reference", 1).backend();
  private Bent bent;
  private Path data;

  /**
   * @param file its name
   * @param model which kind of run has it, with {@code +} and a method for a blend
   * @param resumes whether it is read when training goes on, and then alone
   */
  RunFileSubject(String file, String model, boolean resumes) {
    this.file = file;
    this.model = model;
    this.resumes = resumes;
  }

  @Override
  public String name() {
    return "run-" + file;
  }

  @Override
  public List<byte[]> seeds(Path folder) throws IOException {
    data = SmallData.prepare(folder.resolve("data"));
    Path run = folder.resolve("run");
    train(run, false);
    bent = new Bent(run, file, resumes);
    return List.of(bent.sound());
  }

  private void train(Path run, boolean resume) {
    String[] blend = model.split("\\+"); // a network and what is blended in
    ModelSettings kind = Models.settings(blend[0]);
    TrainSettings alone =
        kind.toMap().containsKey("hidden")
            ? new TrainSettings(
                kind.with(Map.of("hidden", "2")),
                Optional.of(LearningSettings.DEFAULT),
                Protocol.HONEST,
                1,
                0.4,
                List.of(20))
            : new TrainSettings(kind, Optional.empty(), Protocol.HONEST, 1, 0.4, List.of(20));
    TrainSettings settings =
        blend.length > 1 ? alone.blendedWith(Models.settings(blend[1])) : alone;
    TrainingRun.train(
        run,
        resume,
        Datasets.open(data),
        settings.learning().isPresent() ? settings.withEpochs(1) : settings,
        Map.of(),
        Optional.of(backend),
        TrainListener.NONE,
        () -> false);
  }

  @Override
  public void read(byte[] content) throws IOException {
    Path run = bent.with(content);
    if (resumes) {
      train(run, true);
      return;
    }
    StoredRun.read(run);
    try (SessionRecommender shop = SessionRecommender.load(run, backend)) {
      shop.recommend(List.of("a", "b"), 3);
    }
  }
}
