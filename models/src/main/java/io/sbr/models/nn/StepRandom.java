package io.sbr.models.nn;

/**
 * The random numbers of one training step, for dropout: a function of (seed, step), so that a run
 * that is resumed draws what an undisturbed one does.
 *
 * @param active false in evaluation and serving, where nothing is dropped
 * @param seed of the run
 * @param step optimizer steps taken so far
 */
public record StepRandom(boolean active, long seed, long step) {
  /** No random numbers: evaluation and serving. */
  public static final StepRandom OFF = new StepRandom(false, 0, 0);

  /** Streams below are for initial weights ({@link ParameterSet}). */
  private static final long FIRST_STREAM = 1L << 40;

  private static final int LAYERS = 64;

  /** The numbers of one training step. */
  public static StepRandom of(long seed, long step) {
    return new StepRandom(true, seed, step);
  }

  /** A rate of dropout in training, else 0. */
  public double rate(double wanted) {
    return active ? wanted : 0;
  }

  /**
   * The random stream of a layer in this step.
   *
   * @param layer the layer's number within the model, below 64
   */
  public long stream(int layer) {
    if (layer < 0 || layer >= LAYERS) {
      throw new IllegalArgumentException("no random stream for layer " + layer);
    }
    return FIRST_STREAM + step * LAYERS + layer;
  }
}
