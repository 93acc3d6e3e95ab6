package io.sbr.autograd;

/**
 * A summand of what is minimised: a single number, and how much it counts. {@link Tape#backward
 * Tape.backward} starts from one or from several.
 *
 * @param value the number, computed on the tape that goes backward
 * @param weight what its gradients are multiplied by; finite
 */
public record Loss(Var value, double weight) {
  /**
   * Checks that the value is a single number and the weight finite.
   *
   * @throws IllegalArgumentException naming the value if not
   */
  public Loss {
    if (value.value().size() != 1) {
      throw new IllegalArgumentException("backward from " + value + ", which is no single number");
    }
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException("backward from " + value + " with weight " + weight);
    }
  }

  /** A loss that counts once. */
  public static Loss of(Var value) {
    return new Loss(value, 1);
  }
}
