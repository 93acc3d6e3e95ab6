package io.sbr.autograd.optim;

/**
 * The rate is multiplied by gamma every {@code step} epochs: rate·gamma^⌊(epoch + origin)/step⌋.
 *
 * <p>Programs that call {@code scheduler.step()} in the first line of an epoch, as SR-GNN's does,
 * mean different things in different releases of PyTorch (docs/pipeline.md, section 8): up to 1.0
 * the first epoch has number 0 ({@code origin} 0), from 1.1 on the constructor has consumed it
 * ({@code origin} 1) and the first drop comes one epoch sooner.
 *
 * @param rate of the first epochs
 * @param step epochs between drops, at least 1
 * @param gamma factor of each drop
 * @param origin 0 for the older form, 1 for the newer
 */
public record StepLR(double rate, int step, double gamma, int origin) implements Schedule {
  /** Checks the settings. */
  public StepLR {
    if (step < 1) {
      throw new IllegalArgumentException("learning-rate step must be at least 1, not " + step);
    }
  }

  @Override
  public double rate(int epoch, double part) {
    return rate * Math.pow(gamma, (epoch + origin) / step);
  }
}
