package io.sbr.models.algorithm;

import io.sbr.data.Sessions;
import io.sbr.models.counting.Popularity;
import io.sbr.models.rules.RuleModel;
import io.sbr.models.settings.ModelSettings;

/** Where and how rules are learned of sessions; what is learned is the same. */
@FunctionalInterface
public interface RuleLearning {
  /**
   * Learns.
   *
   * @param popularity of the items in these sessions
   */
  RuleModel learn(ModelSettings settings, Sessions train, Popularity popularity);
}
