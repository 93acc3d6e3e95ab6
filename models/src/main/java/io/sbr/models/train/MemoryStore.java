package io.sbr.models.train;

import io.sbr.autograd.Parameter;
import io.sbr.models.eval.Metrics;
import io.sbr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the best weights for as long as a training takes, and nothing else. */
public final class MemoryStore implements RunStore {
  private final Map<String, double[]> best = new LinkedHashMap<>();

  @Override
  public void saveModel(List<Parameter> parameters, int epoch, Optional<Metrics> figures) {
    parameters.forEach(p -> best.put(p.name(), p.value().toDoubles()));
  }

  @Override
  public void saveRanks(Figure figure, int epoch, int[] ranks) {
    // only the last figures count
  }

  @Override
  public void loadModel(List<Parameter> parameters) {
    parameters.forEach(p -> p.value().backend().write(best.get(p.name()), p.value()));
  }

  @Override
  public void saveCheckpoint(TrainingState state, Map<String, Tensor> tensors) {
    // what is broken off is trained again from the beginning
  }

  @Override
  public void saveHistory(TrainResult result) {
    // only the last figures count
  }

  @Override
  public String lastCheckpoint() {
    return "none";
  }
}
