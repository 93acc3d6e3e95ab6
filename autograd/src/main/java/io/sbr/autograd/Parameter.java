package io.sbr.autograd;

import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained tensor: its published name, its value, and between a backward pass and the optimizer's
 * step the summands of its gradient.
 */
public final class Parameter {
  private final String name;
  private final Tensor value;
  private final List<GradientTerm> gradient = new ArrayList<>();

  /**
   * A parameter without gradient.
   *
   * @param name as published, for example {@code gnn.w_ih}; checkpoints and golden files use it
   * @param value lives as long as the model; optimizers change it in place
   */
  public Parameter(String name, Tensor value) {
    this.name = name;
    this.value = value;
  }

  /** The published name. */
  public String name() {
    return name;
  }

  /** The current weights. */
  public Tensor value() {
    return value;
  }

  /**
   * The summands of the gradient, in the order in which the backward pass left them. Empty when the
   * loss does not reach this parameter at all, which is not the same as a gradient of zero: an
   * optimizer then leaves the parameter alone.
   */
  public List<GradientTerm> gradient() {
    return gradient;
  }

  @Override
  public String toString() {
    return name + value.shape();
  }
}
