package io.sbr.autograd.optim;

import io.sbr.tensor.Tensor;
import java.util.Map;

/** Changes parameters by their gradients, and knows all that a later process needs to go on. */
public interface Optimizer {
  /**
   * Updates every parameter that has a gradient, and clears the gradients.
   *
   * @param rate learning rate
   */
  void step(double rate);

  /** Number of steps taken, t. */
  long steps();

  /**
   * The parameters and whatever is kept beside them, by name: what a checkpoint holds. Writing into
   * these tensors, and then {@link #resumeAt}, continues from one.
   */
  Map<String, Tensor> state();

  /** Continues from a checkpoint whose tensors have been written into those of {@link #state}. */
  void resumeAt(long stepsTaken);
}
