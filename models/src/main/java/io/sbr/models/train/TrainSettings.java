package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.models.graph.SrGnn;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Ties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Every setting of a training run; written to {@code run.json}, those of learning between the
 * others.
 *
 * @param model which model, and its own settings
 * @param learning how its weights are learned; empty for a model that learns in one pass
 * @param protocol what the best epoch is chosen on
 * @param minPrefix examples with fewer input clicks are left out, of train and test
 * @param validation share of the training sessions, the last ones, that {@code honest} validates on
 * @param ks depths of the metrics; {@link #SELECTION_K} is always among them
 * @param ties how a target stands among items of its score; written where it is not {@link
 *     Ties#ORDERED}, which older runs meant
 */
public record TrainSettings(
    ModelSettings model,
    Optional<LearningSettings> learning,
    Protocol protocol,
    int minPrefix,
    double validation,
    List<Integer> ks,
    Ties ties) {
  /** Depth of the metrics that epochs are compared by. */
  public static final int SELECTION_K = 20;

  /** The key of {@link #ties} in {@code run.json}. */
  public static final String TIES = "ties";

  /** Deepest metric: every rank up to it is counted on its own. */
  public static final int DEEPEST_K = 100_000;

  /** SR-GNN with the {@code honest} protocol. */
  public static final TrainSettings DEFAULT =
      new TrainSettings(
          ModelSettings.of(SrGnn.KIND),
          Optional.of(LearningSettings.DEFAULT),
          Protocol.HONEST,
          1,
          0.1,
          List.of(5, 10, 20));

  /** Settings with equal scores in the order of the catalogue. */
  public TrainSettings(
      ModelSettings model,
      Optional<LearningSettings> learning,
      Protocol protocol,
      int minPrefix,
      double validation,
      List<Integer> ks) {
    this(model, learning, protocol, minPrefix, validation, ks, Ties.ORDERED);
  }

  /** Checks the settings; sorts {@code ks}. */
  public TrainSettings {
    Checks.present("model", model);
    Checks.present("protocol", protocol);
    Checks.present("ks", ks);
    Checks.present("ties", ties);
    Checks.atLeastOne("min-prefix", minPrefix);
    if (!(validation > 0 && validation < 1)) {
      throw new IllegalArgumentException(
          "validation must be a share between 0 and 1, not " + validation);
    }
    for (int k : ks) {
      Checks.atLeastOne("k", k);
      if (k > DEEPEST_K) {
        throw new IllegalArgumentException("k must be at most " + DEEPEST_K + ", not " + k);
      }
    }
    TreeSet<Integer> depths = new TreeSet<>(ks);
    depths.add(SELECTION_K);
    ks = List.copyOf(depths);
  }

  /**
   * How the weights are learned.
   *
   * @throws IllegalArgumentException if the model learns in one pass
   */
  public LearningSettings byEpochs() {
    return learning.orElseThrow(
        () -> new IllegalArgumentException(model.name() + " is not trained epoch by epoch"));
  }

  /** The same with other settings of learning. */
  public TrainSettings with(LearningSettings other) {
    return new TrainSettings(model, Optional.of(other), protocol, minPrefix, validation, ks, ties);
  }

  /** The same with another number of epochs. */
  public TrainSettings withEpochs(int most) {
    return with(byEpochs().withEpochs(most));
  }

  /** The same, looking at the loss every so many steps. */
  public TrainSettings withLossEvery(int steps) {
    return with(byEpochs().withLossEvery(steps));
  }

  /** The form in {@code run.json}: one level, and what a model does not have left out. */
  @JsonValue
  private Map<String, Object> written() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", model);
    learning.ifPresent(
        own -> {
          map.put("optimizer", own.optimizer());
          map.put("epochs", own.epochs());
          map.put("batchSize", own.batchSize());
          map.put("seed", own.seed());
        });
    map.put("protocol", protocol);
    map.put("minPrefix", minPrefix);
    map.put("validation", validation);
    learning.ifPresent(
        own -> {
          map.put("patience", own.patience());
          map.put("checkpointEvery", own.checkpointEvery());
          map.put("lossEvery", own.lossEvery());
        });
    map.put("ks", ks);
    if (ties != Ties.ORDERED) {
      map.put(TIES, ties.toString());
    }
    return map;
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  private static TrainSettings read(JsonNode written) throws JsonProcessingException {
    return WrittenSettings.read(written);
  }
}
