package io.sbr.models.train;

import io.sbr.models.graph.SrGnn;
import io.sbr.models.settings.ModelSettings;
import java.util.List;
import java.util.TreeSet;

/**
 * Every setting of a training run; written to {@code run.json} as it is.
 *
 * @param model which model, and its own settings
 * @param optimizer Adam and its rates
 * @param epochs most passes over the training examples
 * @param batchSize examples of a step; published 100
 * @param seed of the initial weights and of the order of examples
 * @param protocol what the best epoch is chosen on
 * @param minPrefix examples with fewer input clicks are left out, of train and test
 * @param validation share of the training sessions, the last ones, that {@code honest} validates on
 * @param patience epochs without improvement after which training stops; a total, never reset
 *     (docs/pipeline.md, section 9); published 10
 * @param checkpointEvery steps between checkpoints within an epoch
 * @param lossEvery steps between looks at the loss; above 1 only where reading stalls a device
 * @param ks depths of the metrics; {@link #SELECTION_K} is always among them
 */
public record TrainSettings(
    ModelSettings model,
    OptimizerSettings optimizer,
    int epochs,
    int batchSize,
    long seed,
    Protocol protocol,
    int minPrefix,
    double validation,
    int patience,
    int checkpointEvery,
    int lossEvery,
    List<Integer> ks) {
  /** Depth of the metrics that epochs are compared by. */
  public static final int SELECTION_K = 20;

  /**
   * SR-GNN as published, with the {@code honest} protocol and less patience: the rate drops tenfold
   * every third epoch, and runs are at their best soon after the first drop (docs/results.md).
   */
  public static final TrainSettings DEFAULT =
      new TrainSettings(
          ModelSettings.of(SrGnn.KIND),
          OptimizerSettings.DEFAULT,
          30,
          100,
          1,
          Protocol.HONEST,
          1,
          0.1,
          3,
          1000,
          1,
          List.of(5, 10, 20));

  /** Checks the settings; sorts {@code ks}. */
  public TrainSettings {
    atLeastOne("epochs", epochs);
    atLeastOne("batch-size", batchSize);
    atLeastOne("min-prefix", minPrefix);
    atLeastOne("patience", patience);
    atLeastOne("checkpoint-every", checkpointEvery);
    atLeastOne("loss-every", lossEvery);
    if (batchSize > 1_000_000) {
      throw new IllegalArgumentException("batch-size must be at most 1000000, not " + batchSize);
    }
    if (!(validation > 0 && validation < 1)) {
      throw new IllegalArgumentException(
          "validation must be a share between 0 and 1, not " + validation);
    }
    for (int k : ks) {
      atLeastOne("k", k);
    }
    TreeSet<Integer> depths = new TreeSet<>(ks);
    depths.add(SELECTION_K);
    ks = List.copyOf(depths);
  }

  /** The same with another number of epochs. */
  public TrainSettings withEpochs(int most) {
    return new TrainSettings(
        model,
        optimizer,
        most,
        batchSize,
        seed,
        protocol,
        minPrefix,
        validation,
        patience,
        checkpointEvery,
        lossEvery,
        ks);
  }

  /** The same, looking at the loss every so many steps. */
  public TrainSettings withLossEvery(int steps) {
    return new TrainSettings(
        model,
        optimizer,
        epochs,
        batchSize,
        seed,
        protocol,
        minPrefix,
        validation,
        patience,
        checkpointEvery,
        steps,
        ks);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
