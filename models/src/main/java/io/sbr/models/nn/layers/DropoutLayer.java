package io.sbr.models.nn.layers;

import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Dropout;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.StepRandom;

/** Dropout with a random stream of its own; nothing is dropped outside of training. */
public final class DropoutLayer {
  private final double rate;
  private final int stream;

  /**
   * A layer for one place of the model.
   *
   * @param rate at which elements are dropped in training, in [0, 1)
   */
  public DropoutLayer(ParameterSet parameters, double rate) {
    this.rate = rate;
    stream = parameters.dropoutStream();
  }

  /** x, in training with elements dropped and the others scaled up. */
  public Var apply(Var x, StepRandom random) {
    double dropped = random.rate(rate);
    return dropped == 0 ? x : Dropout.of(x, dropped, random.seed(), random.stream(stream));
  }
}
