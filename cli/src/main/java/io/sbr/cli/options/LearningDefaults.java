package io.sbr.cli.options;

import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.OptimizerRule;
import io.sbr.models.settings.ModelKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a model does not share with the defaults of learning that help states. */
final class LearningDefaults {
  private LearningDefaults() {}

  /** As options: {@code --epochs 5 --batch-size 512}; empty if there is nothing. */
  static Optional<String> of(ModelKind kind) {
    Map<String, Object> usual = options(LearningSettings.DEFAULT);
    return Algorithms.of(kind)
        .learning()
        .map(
            own ->
                options(own).entrySet().stream()
                    .filter(option -> !option.getValue().equals(usual.get(option.getKey())))
                    .map(option -> option.getKey() + " " + option.getValue())
                    .collect(Collectors.joining(" ")))
        .filter(text -> !text.isEmpty());
  }

  private static Map<String, Object> options(LearningSettings learning) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--epochs", learning.epochs());
    options.put("--batch-size", learning.batchSize());
    options.put("--optimizer", OptimizerRule.of(learning.optimizer()));
    options.put("--lr", learning.optimizer().lr());
    options.put("--l2", learning.optimizer().l2());
    options.put("--lr-schedule", learning.optimizer().lrSchedule());
    options.put("--lr-step", learning.optimizer().lrStep());
    options.put("--lr-gamma", learning.optimizer().lrGamma());
    options.put("--agc", learning.optimizer().agc());
    options.put("--warmup", learning.course().warmup());
    options.put("--ordered-epochs", learning.course().orderedEpochs());
    options.put("--average", learning.course().average());
    options.put("--recency", learning.course().recency());
    options.put("--patience", learning.patience());
    return options;
  }
}
