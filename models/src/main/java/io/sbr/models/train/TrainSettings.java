package io.sbr.models.train;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.models.graph.SrGnn;
import io.sbr.models.learning.Course;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.neighbour.NeighbourKind;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.settings.Checks;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Ties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
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
 * @param validationGap training sessions that {@code final} leaves out before those it validates
 *     on; empty until the data have said it, and with the other protocols
 * @param lastView what a model that reads durations is told of the last input click's; runs from
 *     before there was a choice have it measured
 * @param ks depths of the metrics; {@link #SELECTION_K} is always among them
 * @param ties how a target stands among items of its score; written where it is not {@link
 *     Ties#ORDERED}, which older runs meant
 * @param blend the neighbour method that a network is blended with; empty for a model by itself
 */
public record TrainSettings(
    ModelSettings model,
    Optional<LearningSettings> learning,
    Protocol protocol,
    int minPrefix,
    double validation,
    OptionalInt validationGap,
    LastView lastView,
    List<Integer> ks,
    Ties ties,
    Optional<ModelSettings> blend) {
  /** Depth of the metrics that epochs are compared by. */
  public static final int SELECTION_K = 20;

  /** The key of {@link #ties} in {@code run.json}. */
  public static final String TIES = "ties";

  /** The key of {@link LearningSettings#course} in {@code run.json}, if it is not the plain one. */
  static final String COURSE = "course";

  /** The key of {@link #blend} in {@code run.json}. */
  public static final String BLEND = "blend";

  /** Share that {@code honest} validates on unless told otherwise. */
  private static final double SHARE = 0.1;

  /** Deepest metric: every rank up to it is counted on its own. */
  public static final int DEEPEST_K = 100_000;

  /** SR-GNN with the {@code honest} protocol. */
  public static final TrainSettings DEFAULT =
      new TrainSettings(
          ModelSettings.of(SrGnn.KIND),
          Optional.of(LearningSettings.DEFAULT),
          Protocol.HONEST,
          1,
          SHARE,
          List.of(5, 10, 20));

  /**
   * Settings of a run that begins now: its last view is what the protocol says, and equal scores
   * stand in the order of the catalogue.
   */
  public TrainSettings(
      ModelSettings model,
      Optional<LearningSettings> learning,
      Protocol protocol,
      int minPrefix,
      double validation,
      List<Integer> ks) {
    this(
        model,
        learning,
        protocol,
        minPrefix,
        validation,
        OptionalInt.empty(),
        LastView.of(protocol, model.kind()),
        ks,
        Ties.ORDERED);
  }

  /** Settings of a model by itself. */
  public TrainSettings(
      ModelSettings model,
      Optional<LearningSettings> learning,
      Protocol protocol,
      int minPrefix,
      double validation,
      OptionalInt validationGap,
      LastView lastView,
      List<Integer> ks,
      Ties ties) {
    this(
        model,
        learning,
        protocol,
        minPrefix,
        validation,
        validationGap,
        lastView,
        ks,
        ties,
        Optional.empty());
  }

  /** Checks the settings; sorts {@code ks}. */
  public TrainSettings {
    Checks.present("model", model);
    Checks.present("protocol", protocol);
    Checks.present("lastView", lastView);
    Checks.present("ks", ks);
    Checks.present("ties", ties);
    Checks.present("blend", blend);
    blend.ifPresent(neighbours -> checkBlend(model, protocol, neighbours));
    Checks.atLeastOne("min-prefix", minPrefix);
    if (model.kind() instanceof NeuralKind kind && kind.sideBySide()) {
      int clicks = minPrefix;
      learning.ifPresent(own -> checkLanes(kind, own, clicks));
    }
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
    boolean isFinal = protocol == Protocol.FINAL;
    if (validationGap.isPresent() && (!isFinal || validationGap.getAsInt() < 0)) {
      throw new IllegalArgumentException(
          isFinal
              ? "validation-gap must be at least 0, not " + validationGap.getAsInt()
              : "validation-gap has an effect with the final protocol alone, not with " + protocol);
    }
    validation = isFinal ? SHARE : validation; // without effect, so equal runs have it equal
    TreeSet<Integer> depths = new TreeSet<>(ks);
    depths.add(SELECTION_K);
    ks = List.copyOf(depths);
  }

  private static void checkLanes(NeuralKind kind, LearningSettings learning, int minPrefix) {
    if (minPrefix > 1) {
      throw new IllegalArgumentException(
          "min-prefix must be 1 with %s, which goes through every click, not %d"
              .formatted(kind, minPrefix));
    }
    if (learning.course().orderedEpochs() > 0) {
      throw new IllegalArgumentException(
          "ordered-epochs has no effect on %s, whose epochs are all in the order of time"
              .formatted(kind));
    }
  }

  private static void checkBlend(ModelSettings model, Protocol protocol, ModelSettings blend) {
    if (!(blend.kind() instanceof NeighbourKind)) {
      throw new IllegalArgumentException(
          "blend must be a neighbour method, and " + blend.name() + " is none");
    }
    if (!(model.kind() instanceof NeuralKind)) {
      throw new IllegalArgumentException(
          "blend has an effect on models with weights alone, not on " + model.name());
    }
    if (protocol == Protocol.PAPER) {
      throw new IllegalArgumentException(
          "blend needs the honest or the final protocol: with paper there is no validation part,"
              + " and its weights would be chosen on test");
    }
  }

  /** What the run answers with, in reports: the model, and what is blended in. */
  public String title() {
    return model.name() + blend.map(neighbours -> "+" + neighbours.name()).orElse("");
  }

  /**
   * Whether the best of the epochs is kept. Those of a training whose end is planned are not alike,
   * and its last is the model; but {@code paper} reports the best on test of any.
   */
  public boolean choosesEpoch() {
    return protocol == Protocol.PAPER || learning.filter(LearningSettings::endsByPlan).isEmpty();
  }

  /** Whether anything is chosen on validation, epoch or blend, before {@code final} learns anew. */
  public boolean choosesAnything() {
    return choosesEpoch() || blend.isPresent();
  }

  /** The same with a neighbour method blended in. */
  public TrainSettings blendedWith(ModelSettings neighbours) {
    return new TrainSettings(
        model,
        learning,
        protocol,
        minPrefix,
        validation,
        validationGap,
        lastView,
        ks,
        ties,
        Optional.of(neighbours));
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

  /**
   * Seconds that stand for the length of the last input click's view.
   *
   * @param lastDuration seconds that stand for a view without a known end, as the data have it
   * @return empty where the view's own length is read
   */
  public OptionalDouble openView(double lastDuration) {
    return lastView == LastView.OPEN ? OptionalDouble.of(lastDuration) : OptionalDouble.empty();
  }

  /** The same with other settings of learning. */
  public TrainSettings with(LearningSettings other) {
    return new TrainSettings(
        model,
        Optional.of(other),
        protocol,
        minPrefix,
        validation,
        validationGap,
        lastView,
        ks,
        ties,
        blend);
  }

  /** The same with another rule for equal scores. */
  public TrainSettings with(Ties rule) {
    return new TrainSettings(
        model, learning, protocol, minPrefix, validation, validationGap, lastView, ks, rule, blend);
  }

  /**
   * The settings of a run on these data: what only the data can say is filled in, so that the run
   * keeps it.
   *
   * @throws io.sbr.data.DataException if the protocol cannot cut them
   */
  public TrainSettings on(Dataset data) {
    return protocol != Protocol.FINAL
        ? this
        : new TrainSettings(
            model,
            learning,
            protocol,
            minPrefix,
            validation,
            OptionalInt.of(FinalSplit.of(data, validationGap).gap()),
            lastView,
            ks,
            ties,
            blend);
  }

  /** The same with another number of epochs. */
  public TrainSettings withEpochs(int most) {
    return with(byEpochs().withEpochs(most));
  }

  /** The same with smaller batches if the training examples of these data are few. */
  public TrainSettings withBatchesFor(Dataset data) {
    return learning.isEmpty()
        ? this
        : with(byEpochs().forExamples(new Examples(data.train(), minPrefix).count()));
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
          if (!own.course().equals(Course.PLAIN)) {
            map.put(COURSE, own.course());
          }
          map.put("epochs", own.epochs());
          map.put("batchSize", own.batchSize());
          map.put("seed", own.seed());
        });
    map.put("protocol", protocol);
    map.put("minPrefix", minPrefix);
    if (protocol != Protocol.FINAL) {
      map.put("validation", validation);
    }
    validationGap.ifPresent(sessions -> map.put("validationGap", sessions));
    if (lastView != LastView.MEASURED) { // as in every run that does not say
      map.put("lastView", lastView);
    }
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
    blend.ifPresent(neighbours -> map.put(BLEND, neighbours));
    return map;
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  private static TrainSettings read(JsonNode written) throws JsonProcessingException {
    return WrittenSettings.read(written);
  }
}
