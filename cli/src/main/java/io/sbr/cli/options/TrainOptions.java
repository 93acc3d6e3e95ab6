package io.sbr.cli.options;

import io.sbr.models.Models;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.learning.AdagradSettings;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.Course;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerRule;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.LastView;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Ties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/**
 * The settings of a training run that every model has, as options. None has a default of its own:
 * what is not given stays as it is in the settings to start from, those published or those of the
 * run that is resumed.
 */
public final class TrainOptions {
  /** The option that {@link ModelOptions} looks for before the others are parsed. */
  static final String MODEL = "--model";

  @Option(
      names = MODEL,
      paramLabel = "NAME",
      description = "default srgnn; models and their own settings are listed below")
  private String model;

  @Option(names = "--epochs", paramLabel = "N", description = "at most; default 30 (demo: 8)")
  private Integer epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description =
          "examples of a step; default 100; where a model's default is larger, at most a 250th of"
              + " the examples")
  private Integer batchSize;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "adam (default); adagrad: without weight decay, rows that were looked up alone")
  private OptimizerRule optimizer;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "of adagrad: how much of the last step is taken again; default 0")
  private Double momentum;

  @Option(names = "--lr", paramLabel = "X", description = "learning rate; default 0.001")
  private Double lr;

  @Option(names = "--l2", paramLabel = "X", description = "coupled weight decay; default 1.0E-5")
  private Double l2;

  @Option(
      names = "--lr-step",
      paramLabel = "N",
      description =
          "epochs between drops of the rate; default 3. Of a cooldown: epochs that it takes")
  private Integer lrStep;

  @Option(names = "--lr-gamma", paramLabel = "X", description = "factor of each drop; default 0.1")
  private Double lrGamma;

  @Option(
      names = "--lr-schedule",
      paramLabel = "FORM",
      description =
          "torch10 (default): the first drop after lr-step epochs; torch11: one epoch sooner;"
              + " cooldown: no drops, but an even fall over the last lr-step epochs to lr-gamma of"
              + " the rate")
  private LrScheduleForm lrSchedule;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description =
          "first steps, at most of the first epoch, in which the rate rises from 0; default 0")
  private Integer warmup;

  @Option(
      names = "--ordered-epochs",
      paramLabel = "N",
      description =
          "last epochs, in which examples come in the order of time instead of shuffled; default 0")
  private Integer orderedEpochs;

  @Option(
      names = "--average",
      paramLabel = "N",
      description =
          "steps that the weights which answer are averaged over, at most a fifth of those so far;"
              + " default 0: the last ones answer")
  private Integer average;

  @Option(
      names = "--recency",
      paramLabel = "X",
      description =
          "how much less old sessions count: the oldest one's loss is weighted by e^-X, evenly in"
              + " between by place in train; default 0: all alike")
  private Double recency;

  @Option(
      names = "--agc",
      paramLabel = "RULE",
      description =
          "off (default), or correct: clip each unit's gradient by the length of its weights, as"
              + " the TAGNN++ paper describes")
  private Agc agc;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of initial weights and order; default 1")
  private Long seed;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description =
          "honest (default): the best epoch is chosen on the last part of train, test is read once;"
              + " paper: best Recall and best MRR on test, each from its own epoch, as published;"
              + " final: the number of epochs is chosen on as many last sessions as test has, then"
              + " the model is trained anew on all of train, test is read once. Where the epochs are"
              + " planned (--patience 0, --lr-schedule cooldown, --ordered-epochs) there is none to"
              + " choose")
  private Protocol protocol;

  @Option(
      names = "--min-prefix",
      paramLabel = "N",
      description = "leave out samples with fewer input clicks; default 1")
  private Integer minPrefix;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "of the training sessions, the last ones, that honest validates on; default 0.1")
  private Double validation;

  @Option(
      names = "--validation-gap",
      paramLabel = "N",
      description =
          "training sessions that final leaves out before those it validates on; default those that"
              + " began within such a pause as lies between train and test, 0 without times")
  private Integer validationGap;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "stop after so many epochs, in total, without improvement; default 3; 0: train all --epochs,"
              + " the last is the model; no effect where the last epochs are planned: --lr-schedule"
              + " cooldown, --ordered-epochs")
  private Integer patience;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "steps between checkpoints within an epoch; default 1000")
  private Integer checkpointEvery;

  @Option(
      names = "--loss-every",
      paramLabel = "N",
      description = "steps between looks at the loss; default 1, on a GPU 50")
  private Integer lossEvery;

  @Option(
      names = "--k",
      paramLabel = "K",
      split = ",",
      description = "depths of the metrics; default 5,10,20")
  private List<Integer> ks;

  @Option(
      names = "--ties",
      paramLabel = "RULE",
      description =
          "where a target stands among items of its very score: ordered (default), by the model's"
              + " order of the catalogue; conservative: behind all of them")
  private Ties ties;

  @Option(
      names = "--blend",
      paramLabel = "NAME|FILE",
      description =
          "blend a neighbour method into the network: by name with its defaults, or with the settings"
              + " of a file; how much it counts is fitted on validation (not with paper)")
  private String blend;

  /** Whether {@code --loss-every} is given. */
  public boolean looksAtLossAsTold() {
    return lossEvery != null;
  }

  /** Whether {@code --batch-size} is given. */
  public boolean batchesAsTold() {
    return batchSize != null;
  }

  /** Whether {@code --checkpoint-every} is given. */
  public boolean savesAsTold() {
    return checkpointEvery != null;
  }

  /**
   * The settings that result.
   *
   * @param base where what is not given stays as it is
   * @param epochsOtherwise epochs if they are not given; empty for those to start from
   * @param own the model's own settings that are given, by name
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public TrainSettings over(
      TrainSettings base, OptionalInt epochsOtherwise, Map<String, String> own) {
    Ks.check("--k", orElse(ks, List.of()));
    boolean other = model != null && !model.equals(base.model().name());
    ModelSettings m = other ? Models.settings(model) : base.model();
    Protocol p = orElse(protocol, base.protocol());
    if (p == Protocol.FINAL && validation != null) {
      throw new UsageException(
          "--validation has no effect on the final protocol, which validates on as many sessions as"
              + " test has");
    }
    OptionalInt gap = p == base.protocol() ? base.validationGap() : OptionalInt.empty();
    boolean same = p == base.protocol() && !other; // then a resumed run goes on as it began
    return new TrainSettings(
        m.with(own),
        learning(m.kind(), other ? Optional.empty() : base.learning(), epochsOtherwise),
        p,
        orElse(minPrefix, base.minPrefix()),
        orElse(validation, base.validation()),
        validationGap == null ? gap : OptionalInt.of(validationGap),
        same ? base.lastView() : LastView.of(p, m.kind()),
        orElse(ks, base.ks()),
        orElse(ties, base.ties()),
        blend == null ? base.blend() : Optional.of(BlendOption.parse(blend)));
  }

  private Optional<LearningSettings> learning(
      ModelKind kind, Optional<LearningSettings> base, OptionalInt epochsOtherwise) {
    Optional<LearningSettings> from = Algorithms.of(kind).learning().map(own -> base.orElse(own));
    if (from.isEmpty()) {
      refuseLearning(kind);
    }
    return from.map(l -> learning(l, epochsOtherwise));
  }

  private LearningSettings learning(LearningSettings base, OptionalInt epochsOtherwise) {
    OptimizerSettings o = base.optimizer();
    return new LearningSettings(
        new OptimizerSettings(
            orElse(lr, o.lr()),
            orElse(l2, o.l2()),
            orElse(lrStep, o.lrStep()),
            orElse(lrGamma, o.lrGamma()),
            orElse(lrSchedule, o.lrSchedule()),
            orElse(agc, o.agc()),
            adagrad(o)),
        new Course(
            orElse(warmup, base.course().warmup()),
            orElse(orderedEpochs, base.course().orderedEpochs()),
            orElse(average, base.course().average()),
            orElse(recency, base.course().recency())),
        orElse(epochs, epochsOtherwise.orElse(base.epochs())),
        orElse(batchSize, base.batchSize()),
        orElse(seed, base.seed()),
        orElse(patience, base.patience()),
        orElse(checkpointEvery, base.checkpointEvery()),
        orElse(lossEvery, base.lossEvery()));
  }

  /** Null for Adam. */
  private AdagradSettings adagrad(OptimizerSettings base) {
    if (orElse(optimizer, OptimizerRule.of(base)) == OptimizerRule.ADAM) {
      if (momentum != null) {
        throw new UsageException("--momentum has an effect only with --optimizer adagrad");
      }
      return null;
    }
    double before = base.adagrad() == null ? 0 : base.adagrad().momentum();
    return new AdagradSettings(orElse(momentum, before));
  }

  /** Settings of learning have no effect on a model that learns in one pass. */
  private void refuseLearning(ModelKind kind) {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("--epochs", epochs);
    given.put("--batch-size", batchSize);
    given.put("--optimizer", optimizer);
    given.put("--momentum", momentum);
    given.put("--lr", lr);
    given.put("--l2", l2);
    given.put("--lr-step", lrStep);
    given.put("--lr-gamma", lrGamma);
    given.put("--lr-schedule", lrSchedule);
    given.put("--warmup", warmup);
    given.put("--ordered-epochs", orderedEpochs);
    given.put("--average", average);
    given.put("--recency", recency);
    given.put("--agc", agc);
    given.put("--seed", seed);
    given.put("--patience", patience);
    given.put("--checkpoint-every", checkpointEvery);
    given.put("--loss-every", lossEvery);
    given.values().removeIf(Objects::isNull);
    if (!given.isEmpty()) {
      throw new UsageException(
          "%s has no effect on %s, which learns in one pass"
              .formatted(given.keySet().iterator().next(), kind.name()));
    }
  }

  private static <T> T orElse(T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
