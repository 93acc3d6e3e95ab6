package io.sbr.autograd.ops;

import io.sbr.autograd.Operation;
import io.sbr.autograd.Var;
import io.sbr.tensor.Tensor;

/**
 * Inverted dropout: y = m ⊙ x, where an element of m is 0 with probability rate and 1/(1 − rate)
 * otherwise, so that E[y] = x. Gradient: dx = m ⊙ dy. The mask is a function of (seed, stream) and
 * is drawn again in the backward pass instead of being kept.
 */
public final class Dropout extends Operation {
  private final Var x;
  private final double rate;
  private final long seed;
  private final long stream;

  private Dropout(Var x, double rate, long seed, long stream) {
    super("dropout", x);
    this.x = x;
    this.rate = rate;
    this.seed = seed;
    this.stream = stream;
  }

  /**
   * Drops elements at random; for training only.
   *
   * @param rate in [0, 1)
   * @param stream must differ from step to step and from layer to layer
   */
  public static Var of(Var x, double rate, long seed, long stream) {
    Tensor y = x.arena().tensor(x.value().shape());
    x.backend().dropout(x.value(), rate, seed, stream, y);
    return new Dropout(x, rate, seed, stream).output(y);
  }

  @Override
  protected void backward(Var y) {
    Tensor dx = x.arena().tensor(x.value().shape());
    x.backend().dropout(y.gradient(), rate, seed, stream, dx);
    x.accumulateGradient(dx);
  }
}
