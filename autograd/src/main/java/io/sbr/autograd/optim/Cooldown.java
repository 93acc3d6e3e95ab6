package io.sbr.autograd.optim;

/**
 * One rate, which falls evenly over the last epochs: from rate at their beginning to rate·gamma at
 * the end of the training.
 *
 * @param rate of all epochs before
 * @param epochs of the whole training
 * @param last epochs that the fall takes, at least 1
 * @param gamma what is left of the rate in the end
 */
public record Cooldown(double rate, int epochs, int last, double gamma) implements Schedule {
  /** Checks the settings. */
  public Cooldown {
    if (last < 1) {
      throw new IllegalArgumentException("a cooldown takes at least 1 epoch, not " + last);
    }
  }

  @Override
  public double rate(int epoch, double part) {
    double fallen = Math.max(0, Math.min(1, (epoch + part - (epochs - last)) / last));
    return rate * (1 - fallen * (1 - gamma));
  }
}
