package io.sbr.models.rules;

import io.sbr.models.rules.RuleTableBuilder.Pruning;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;

/** Settings that several kinds of rules share. */
final class RuleSettings {
  /** How many rules of an item are kept. */
  static final ModelSetting<Double> PRUNING =
      ModelSetting.number(
          "pruning",
          0,
          1e6,
          20,
          "published",
          "rules kept of an item; below 1 the share dropped, 0 keeps all");

  private RuleSettings() {}

  /** That setting's value. */
  static Pruning pruning(ModelSettings settings) {
    return new Pruning(settings.get(PRUNING));
  }
}
