package io.sbr.models.train;

/**
 * Watches a training run; called on the thread that trains. Every method does nothing by default.
 */
public interface TrainListener {
  /** Nobody watches. */
  TrainListener NONE = new TrainListener() {};

  /**
   * Training begins or goes on.
   *
   * @param settings of the run
   * @param batches steps of an epoch
   * @param epoch where it begins, from 0; above 0 or with {@code batch} above 0 on resume
   * @param batch first batch of that epoch to be trained
   */
  default void started(TrainSettings settings, int batches, int epoch, int batch) {}

  /**
   * A step is done.
   *
   * @param epoch from 0
   * @param batch from 0, of {@code batches}
   * @param examples learned from in this step
   * @param loss latest that was read
   * @param rate learning rate
   */
  default void step(int epoch, int batch, int batches, int examples, double loss, double rate) {}

  /**
   * An evaluation goes on.
   *
   * @param part {@code validation} or {@code test}
   * @param done examples ranked so far, of {@code total}
   */
  default void evaluating(String part, int done, int total) {}

  /** An epoch is trained, evaluated and saved. */
  default void epoch(EpochRecord record) {}

  /**
   * With {@code final}: the number of epochs is chosen, and the model is learned anew from all of
   * train, or that goes on.
   *
   * @param settings of the run
   * @param epochs that are to be trained
   * @param batches steps of an epoch; 0 for a model that learns in one pass
   * @param epoch where it begins, from 0; above 0 or with {@code batch} above 0 on resume
   * @param batch first batch of that epoch to be trained
   */
  default void anew(TrainSettings settings, int epochs, int batches, int epoch, int batch) {}

  /** An epoch on all of train is trained and saved. */
  default void finalEpoch(FinalEpoch record) {}

  /** One line that a user should see. */
  default void message(String line) {}
}
