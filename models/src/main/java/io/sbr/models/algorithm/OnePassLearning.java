package io.sbr.models.algorithm;

import io.sbr.data.Sessions;
import io.sbr.models.counting.Popularity;
import io.sbr.models.settings.ModelSettings;

/**
 * Where and how a model is learned that looks at sessions once; what is learned is the same.
 *
 * @param <M> what is learned
 */
@FunctionalInterface
public interface OnePassLearning<M> {
  /**
   * Learns.
   *
   * @param popularity of the items in these sessions
   */
  M learn(ModelSettings settings, Sessions train, Popularity popularity);
}
