package io.sbr.models.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sbr.autograd.Parameter;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.RunStore;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingState;
import io.sbr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Saves a run into its folder. The weight files hold nothing but settings, weights and position, so
 * equal runs give equal files.
 */
public final class CheckpointStore implements RunStore {
  private final RunDirectory run;
  private final TrainSettings settings;
  private String lastCheckpoint = "none";

  /** Saves a run with these settings into its folder. */
  public CheckpointStore(RunDirectory run, TrainSettings settings) {
    this.run = run;
    this.settings = settings;
  }

  @Override
  public void saveModel(List<Parameter> parameters, EpochRecord best) throws IOException {
    Map<String, String> metadata = metadata("model");
    metadata.put("epoch", Integer.toString(best.epoch()));
    metadata.put(
        "selected",
        switch (settings.protocol()) {
          case HONEST -> "best mrr@20 on validation";
          case PAPER -> "best recall@20 on test";
        });
    metadata.put("metrics", Json.line(best.metrics()));
    WeightFile.write(run.model(), metadata, weights(parameters));
  }

  @Override
  public void saveRanks(Figure figure, int epoch, int[] ranks) throws IOException {
    new RanksFile(epoch, ranks).write(figure == Figure.MRR ? run.mrrRanks() : run.ranks());
  }

  @Override
  public void loadModel(List<Parameter> parameters) {
    WeightFile.read(run.model()).loadInto(weights(parameters));
  }

  @Override
  public void saveCheckpoint(TrainingState state, Map<String, Tensor> tensors) throws IOException {
    Map<String, String> metadata = metadata("checkpoint");
    List<EpochRecord> timeless = state.history().stream().map(EpochRecord::withoutTimes).toList();
    metadata.put("state", Json.line(state.withHistory(timeless)));
    WeightFile.write(run.checkpoint(), metadata, tensors);
    lastCheckpoint = describe(state);
  }

  @Override
  public void saveHistory(TrainResult result) throws IOException {
    HistoryFile.write(run.history(), result);
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
   * @throws IllegalArgumentException naming the file if it is malformed
   */
  public Loaded loadCheckpoint(Map<String, Tensor> tensors) {
    if (!Files.exists(run.checkpoint())) {
      return new Loaded(TrainingState.START, true);
    }
    WeightFile file = WeightFile.read(run.checkpoint());
    TrainingState state;
    try {
      state = Json.MAPPER.readValue(file.metadata("state"), TrainingState.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          run.checkpoint() + " has a malformed state: " + e.getOriginalMessage(), e);
    }
    boolean exact = file.loadInto(tensors);
    lastCheckpoint = describe(state);
    return new Loaded(state, exact);
  }

  private String describe(TrainingState state) {
    return run.checkpoint()
        + " (epoch "
        + state.epoch()
        + ", "
        + state.nextBatch()
        + " batches done)";
  }

  private Map<String, String> metadata(String content) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "sbr " + content);
    metadata.put("model", Json.line(settings.model()));
    metadata.put("protocol", settings.protocol().toString());
    metadata.put("seed", Long.toString(settings.byEpochs().seed()));
    return metadata;
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
