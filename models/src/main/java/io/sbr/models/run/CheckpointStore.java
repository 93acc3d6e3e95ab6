package io.sbr.models.run;

import io.sbr.autograd.Parameter;
import io.sbr.models.eval.Metrics;
import io.sbr.models.train.RunStore;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingState;
import io.sbr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Saves a run into its folder. The weight files hold nothing but settings, weights and position, so
 * equal runs give equal files.
 */
public final class CheckpointStore implements RunStore {
  private final RunWriter writer;
  private final RunDirectory run;
  private final TrainSettings settings;
  private final RunIdentity identity;
  private String lastCheckpoint = "none";

  /** Saves a run with these settings into its folder. */
  public CheckpointStore(RunWriter writer, TrainSettings settings) {
    this.writer = writer;
    this.run = writer.directory();
    this.settings = settings;
    this.identity = new RunIdentity(Optional.of(writer.id()), settings);
  }

  @Override
  public void saveModel(List<Parameter> parameters, int epoch, Optional<Metrics> figures)
      throws IOException {
    Map<String, String> metadata = identity.metadata("model");
    metadata.put("epoch", Integer.toString(epoch));
    metadata.put("selected", selected());
    figures.ifPresent(metrics -> metadata.put("metrics", Json.line(metrics)));
    write(run.model(), metadata, weights(parameters));
  }

  private String selected() {
    boolean chosen = settings.choosesEpoch();
    return switch (settings.protocol()) {
      case HONEST -> chosen ? "best mrr@20 on validation" : "last epoch";
      case PAPER -> "best recall@20 on test";
      case FINAL ->
          "last epoch on all of train"
              + (chosen ? ", as many as had the best mrr@20 on validation" : "");
    };
  }

  @Override
  public void saveRanks(Figure figure, int epoch, int[] ranks) throws IOException {
    Path file =
        switch (figure) {
          case RECALL -> run.ranks();
          case MRR -> run.mrrRanks();
          case NETWORK -> run.networkRanks();
          case NEIGHBOURS -> run.neighbourRanks();
        };
    writer.replace(file, new RanksFile(epoch, ranks).gzipped());
  }

  @Override
  public void loadModel(List<Parameter> parameters) throws IOException {
    writer.checkHeld();
    WeightFile file = WeightFile.read(run.checked(run.model()));
    identity.check(file, "model");
    file.loadInto(weights(parameters));
  }

  private void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    writer.replace(file, WeightFile.content(metadata, tensors), WeightFile::verify);
  }

  @Override
  public void saveCheckpoint(TrainingState state, Map<String, Tensor> tensors) throws IOException {
    Map<String, String> metadata = identity.metadata("checkpoint");
    metadata.put("state", Json.line(state.withoutTimes()));
    write(run.checkpoint(), metadata, tensors);
    lastCheckpoint = describe(state);
  }

  @Override
  public void saveHistory(TrainResult result) throws IOException {
    HistoryFile.write(writer, result);
  }

  @Override
  public String lastCheckpoint() {
    return lastCheckpoint;
  }

  /** A checkpoint as it was read back. */
  public record Loaded(TrainingState state, boolean exact) {}

  /**
   * Writes the last checkpoint into these tensors; the beginning if there is none.
   *
   * @param tensors what {@link #saveCheckpoint} was given, by name
   * @throws IllegalArgumentException naming the file if it is malformed or another run's
   */
  public Loaded loadCheckpoint(Map<String, Tensor> tensors) {
    if (!run.has(run.checkpoint())) {
      return new Loaded(TrainingState.START, true);
    }
    WeightFile file = checkpoint();
    TrainingState state = state(file);
    boolean exact = file.loadInto(tensors);
    lastCheckpoint = describe(state);
    return new Loaded(state, exact);
  }

  /**
   * The place in the run of the last checkpoint; empty if there is none.
   *
   * @throws IllegalArgumentException naming the file if it is malformed or another run's
   */
  public Optional<TrainingState> state() {
    return run.has(run.checkpoint()) ? Optional.of(state(checkpoint())) : Optional.empty();
  }

  private WeightFile checkpoint() {
    WeightFile file = WeightFile.read(run.checked(run.checkpoint()));
    identity.check(file, "checkpoint");
    return file;
  }

  private TrainingState state(WeightFile file) {
    return Json.parse(run.checkpoint() + ": state", file.metadata("state"), TrainingState.class);
  }

  private String describe(TrainingState state) {
    return run.checkpoint()
        + (state.learnsAnew() ? " (all of train, epoch " : " (epoch ")
        + state.epoch()
        + ", "
        + state.nextBatch()
        + " batches done)";
  }

  /** The values of parameters by name, as weight files hold them. */
  public static Map<String, Tensor> weights(List<Parameter> parameters) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      tensors.put(parameter.name(), parameter.value());
    }
    return tensors;
  }
}
