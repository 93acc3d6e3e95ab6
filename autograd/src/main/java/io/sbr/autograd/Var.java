package io.sbr.autograd;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A value in a computation and, while the tape walks back, its gradient as a sum of terms. Values
 * are never changed after they were computed.
 */
public final class Var {
  private final Tape tape;
  private final Tensor value;
  private final String label;
  private final Operation producer;
  private final List<GradientTerm> terms;

  Var(Tape tape, Tensor value, String label, Operation producer, List<GradientTerm> terms) {
    this.tape = tape;
    this.value = value;
    this.label = label;
    this.producer = producer;
    this.terms = terms;
  }

  static Var constant(Tape tape, Tensor value, String label) {
    return new Var(tape, value, label, null, null);
  }

  static Var computed(Tape tape, Tensor value, Operation producer) {
    return new Var(tape, value, producer.name(), producer, new ArrayList<>(2));
  }

  /** The numbers. */
  public Tensor value() {
    return value;
  }

  /** First dimension of the value. */
  public int rows() {
    return value.rows();
  }

  /** Product of the other dimensions of the value. */
  public int cols() {
    return value.cols();
  }

  /** The tape this value belongs to. */
  public Tape tape() {
    return tape;
  }

  /** Where new values computed from this one are allocated. */
  public Arena arena() {
    return tape.arena();
  }

  /** Where this value is computed. */
  public Backend backend() {
    return value.backend();
  }

  /** What the value is: a parameter's name or an operation's. */
  public String label() {
    return label;
  }

  /** The operation that computed it, or null for parameters and constants. */
  public Operation producer() {
    return producer;
  }

  /** Whether the backward pass has any use for a gradient of this value. */
  public boolean needsGradient() {
    return terms != null;
  }

  /** Adds a summand to the gradient. Does nothing where no gradient is needed. */
  public void accumulateGradient(GradientTerm term) {
    if (terms != null) {
      terms.add(term);
    }
  }

  /** Adds a summand that is written out in full, of the value's size. */
  public void accumulateGradient(Tensor gradient) {
    accumulateGradient(new GradientTerm.Dense(gradient, 0));
  }

  /** The summands so far, as they are; for operations that pass structure on. */
  public List<GradientTerm> gradientTerms() {
    return terms;
  }

  /**
   * The gradient written out, in the value's shape. A single dense summand is returned as it is;
   * several are added into new memory of the tape's arena. Not to be changed.
   */
  public Tensor gradient() {
    if (terms.size() == 1
        && terms.get(0) instanceof GradientTerm.Dense dense
        && dense.values().size() == value.size()) {
      return dense.values();
    }
    Tensor sum = arena().tensor(value.shape());
    backend().toDense(terms, sum);
    return sum;
  }

  /**
   * The gradient of a single number as a number, for an operation whose own gradient was made
   * before it was known. Does not wait for the device: it is the sum of the weights of losses that
   * arrived here unchanged.
   *
   * @throws IllegalArgumentException if anything else arrived
   */
  public double gradientNumber() {
    double sum = 0;
    for (GradientTerm term : terms) {
      OptionalDouble number =
          term instanceof GradientTerm.Dense dense
              ? tape.number(dense.values())
              : OptionalDouble.empty();
      sum +=
          number.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      this
                          + " must be a loss that the backward pass starts from, or a summand of"
                          + " one: what is computed with it has no gradient; give it a weight"));
    }
    return sum;
  }

  @Override
  public String toString() {
    return label + value.shape();
  }
}
