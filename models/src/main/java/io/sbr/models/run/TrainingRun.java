package io.sbr.models.run;

import io.sbr.data.Dataset;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.tensor.Backend;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Training into a run folder, from its beginning or from where it was left. A killed run that is
 * resumed ends with the same weights, bit for bit, as one that was never killed.
 */
public final class TrainingRun {
  private TrainingRun() {}

  /**
   * Trains.
   *
   * @param folder of the run; made if absent
   * @param resume continue what is in the folder; false refuses a folder that is not empty
   * @param origins where each setting came from, for {@code run.json}; may be empty
   * @param stop asked at every step; true saves a checkpoint and ends
   * @throws IllegalArgumentException if the folder is locked by another writer, holds a run that is
   *     not to be overwritten, or a run with other settings or other data; with one line that says
   *     which
   * @throws io.sbr.models.train.TrainingException if the loss is not finite or saving fails; the
   *     last checkpoint is intact
   */
  public static TrainResult train(
      Path folder,
      boolean resume,
      Dataset data,
      TrainSettings settings,
      Map<String, String> origins,
      Backend backend,
      TrainListener listener,
      BooleanSupplier stop) {
    throw new UnsupportedOperationException();
  }
}
