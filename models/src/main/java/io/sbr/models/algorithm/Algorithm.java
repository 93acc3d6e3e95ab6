package io.sbr.models.algorithm;

import io.sbr.models.learning.LearningSettings;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.train.TrainResult;
import java.io.IOException;
import java.util.Optional;

/**
 * Whatever learns from sessions and ranks the catalogue: models with weights ({@link
 * NeuralAlgorithm}), those that learn in one pass ({@link OnePassAlgorithm}). Commands, reports and
 * run folders know nothing else of a model.
 */
public interface Algorithm {
  /** Whether it computes on a backend. One that does not needs no device and no Vector API. */
  boolean usesBackend();

  /** The settings of learning that it begins with; empty if it learns in one pass. */
  Optional<LearningSettings> learning();

  /**
   * Writes what a run must have from its beginning, before {@code run.json}: a folder that has that
   * file has all it takes to go on.
   *
   * @throws IOException if it cannot be written
   */
  void begin(Fitting fitting) throws IOException;

  /**
   * Learns, or goes on where a run was left, and measures as the protocol says.
   *
   * @throws io.sbr.models.train.TrainingException if what is learned is not finite, or saving
   *     fails; what was saved before is intact
   * @throws IOException if the run cannot be written
   */
  TrainResult fit(Fitting fitting) throws IOException;

  /** Whether the run has learned enough to answer. */
  boolean isFitted(RunDirectory run);

  /**
   * Loads what was learned.
   *
   * @throws IllegalArgumentException naming the file that is not what it should be
   * @throws io.sbr.data.DataException the same of a table
   */
  Fitted load(Loading loading);
}
