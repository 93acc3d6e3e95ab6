package io.sbr.models.train;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Tensor;

/**
 * Collects the losses of the steps where they were computed, and reads them back only every so many
 * steps, because reading makes a device wait. The one place where a step depends on a number that
 * came back from the backend.
 */
final class LossMonitor {
  private final Tensor waiting;
  private final int[] examples;
  private int count;
  private double sum;
  private double latest = Double.NaN;

  /**
   * A monitor that has read nothing.
   *
   * @param every steps between reads; 1 reads each loss before its step reaches the weights
   * @param arena holds the losses not yet read; must outlive the monitor
   * @param sum where the epoch's sum begins
   */
  LossMonitor(int every, Arena arena, double sum) {
    this.waiting = arena.tensor(every, 1);
    this.examples = new int[every];
    this.sum = sum;
  }

  /**
   * Takes note of a step's mean loss {@code [1]}.
   *
   * @return how many steps ago the loss was first not finite, 0 being this step; −1 if all that
   *     were read are finite, or none was due
   */
  int add(Tensor loss, int sessions) {
    loss.backend().copy(loss, waiting.rowRange(count, count + 1));
    examples[count++] = sessions;
    return count == examples.length ? read() : -1;
  }

  /** Reads what waits; result as of {@link #add}. */
  int read() {
    if (count == 0) {
      return -1;
    }
    double[] losses = waiting.rowRange(0, count).toDoubles();
    int read = count;
    count = 0;
    for (int i = 0; i < read; i++) {
      if (!Double.isFinite(losses[i])) {
        return read - 1 - i;
      }
      sum += losses[i] * examples[i];
      latest = losses[i];
    }
    return -1;
  }

  /** Of all examples of the epoch whose loss was read. */
  double sum() {
    return sum;
  }

  /** The last loss read; NaN before the first. */
  double latest() {
    return latest;
  }

  /** Begins an epoch. */
  void reset() {
    sum = 0;
  }
}
