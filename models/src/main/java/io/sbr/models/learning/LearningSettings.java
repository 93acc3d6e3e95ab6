package io.sbr.models.learning;

import io.sbr.autograd.optim.Schedule;
import io.sbr.models.settings.Checks;

/**
 * How weights are learned: settings of a model that is trained epoch by epoch.
 *
 * @param optimizer Adam and its rates
 * @param course how the training begins and ends
 * @param epochs most passes over the training examples
 * @param batchSize examples of a step; published 100
 * @param seed of the initial weights and of the order of examples
 * @param patience epochs without improvement after which training stops; a total, never reset
 *     (docs/pipeline.md, section 9); published 10; 0 for as many epochs as are asked for
 * @param checkpointEvery steps between checkpoints within an epoch
 * @param lossEvery steps between looks at the loss; above 1 only where reading stalls a device
 */
public record LearningSettings(
    OptimizerSettings optimizer,
    Course course,
    int epochs,
    int batchSize,
    long seed,
    int patience,
    int checkpointEvery,
    int lossEvery) {
  /**
   * As published, with less patience: the rate drops tenfold every third epoch, and runs are at
   * their best soon after the first drop (docs/results.md).
   */
  public static final LearningSettings DEFAULT =
      new LearningSettings(OptimizerSettings.DEFAULT, Course.PLAIN, 30, 100, 1, 3, 1000, 1);

  /** Batches of so many examples suit any data. */
  private static final int SMALL_BATCH = 100;

  /** With larger ones there should be so many steps in an epoch. */
  private static final int STEPS = 250;

  /** Of a plain course. */
  public LearningSettings(
      OptimizerSettings optimizer,
      int epochs,
      int batchSize,
      long seed,
      int patience,
      int checkpointEvery,
      int lossEvery) {
    this(optimizer, Course.PLAIN, epochs, batchSize, seed, patience, checkpointEvery, lossEvery);
  }

  /** Checks the settings. */
  public LearningSettings {
    Checks.present("optimizer", optimizer);
    Checks.present("course", course);
    Checks.atLeastOne("epochs", epochs);
    Checks.atLeastOne("batch-size", batchSize);
    Checks.notNegative("patience", patience);
    Checks.atLeastOne("checkpoint-every", checkpointEvery);
    Checks.atLeastOne("loss-every", lossEvery);
    if (batchSize > 1_000_000) {
      throw new IllegalArgumentException("batch-size must be at most 1000000, not " + batchSize);
    }
  }

  /** The learning rate of each step. */
  public Schedule schedule() {
    return optimizer.schedule(epochs);
  }

  /** Whether the number of epochs is part of the plan: nothing that happens ends them sooner. */
  public boolean endsByPlan() {
    return patience == 0 || lastEpochsDiffer();
  }

  /** Whether the last epochs are not like the others, so that no more can follow. */
  public boolean lastEpochsDiffer() {
    return course.orderedEpochs() > 0 || optimizer.lrSchedule() == LrScheduleForm.COOLDOWN;
  }

  /** The same with another number of epochs. */
  public LearningSettings withEpochs(int most) {
    return new LearningSettings(
        optimizer, course, most, batchSize, seed, patience, checkpointEvery, lossEvery);
  }

  /**
   * The same for data of so many examples: with smaller batches where there would be fewer than 250
   * in an epoch. On the demo data ReMix finds 34 % with batches of 100, 26 % with 512.
   */
  public LearningSettings forExamples(int examples) {
    int most = Math.max(SMALL_BATCH, examples / STEPS);
    return new LearningSettings(
        optimizer,
        course,
        epochs,
        Math.min(batchSize, most),
        seed,
        patience,
        checkpointEvery,
        lossEvery);
  }

  /** The same, looking at the loss every so many steps. */
  public LearningSettings withLossEvery(int steps) {
    return new LearningSettings(
        optimizer, course, epochs, batchSize, seed, patience, checkpointEvery, steps);
  }
}
