package io.sbr.autograd.optim;

import io.sbr.autograd.Parameter;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.OptimizerKernels.AdagradStep;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adagrad with momentum, as GRU4Rec's program has it (docs/models.md, section 19). Of a parameter
 * whose whole gradient is a look-up only the rows that were looked up are updated: the others
 * neither move nor lose momentum. Any other gradient updates the whole parameter.
 */
public final class Adagrad implements Optimizer {
  private static final double EPSILON = 1e-6;

  private final List<Slot> slots = new ArrayList<>();
  private final double momentum;
  private long steps;

  /** A parameter with what is kept beside it, all of one shape. */
  private record Slot(Parameter parameter, Tensor squares, Tensor velocity) {}

  /**
   * An optimizer at step 0, squares and velocities zero.
   *
   * @param momentum in [0, 1), how much of the last step is taken again
   * @param arena holds squares and velocities; must outlive the optimizer
   */
  public Adagrad(List<Parameter> parameters, double momentum, Arena arena) {
    this.momentum = momentum;
    for (Parameter parameter : parameters) {
      slots.add(
          new Slot(
              parameter,
              arena.zeros(parameter.value().shape()),
              arena.zeros(parameter.value().shape())));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException naming a parameter that was looked up twice: its rows must be
   *     looked up together, so that it is known which rows there are
   */
  @Override
  public void step(double rate) {
    steps++;
    AdagradStep step = new AdagradStep(rate, momentum, EPSILON);
    for (Slot slot : slots) {
      List<GradientTerm> gradient = slot.parameter.gradient();
      if (!gradient.isEmpty()) {
        update(slot, gradient, step);
        gradient.clear();
      }
    }
  }

  private static void update(Slot slot, List<GradientTerm> gradient, AdagradStep step) {
    Tensor weights = slot.parameter.value();
    boolean lookedUp = gradient.stream().allMatch(GradientTerm.Rows.class::isInstance);
    if (lookedUp && gradient.size() > 1) {
      throw new IllegalArgumentException(
          "adagrad: %s was looked up %d times in one step; its rows must be looked up together"
              .formatted(slot.parameter, gradient.size()));
    }
    if (lookedUp) {
      GradientTerm.Rows rows = (GradientTerm.Rows) gradient.get(0);
      int first = rows.firstRow();
      int end = first + rows.index().tableRows();
      weights
          .backend()
          .adagradRows(
              weights.rowRange(first, end),
              slot.squares.rowRange(first, end),
              slot.velocity.rowRange(first, end),
              rows.index(),
              rows.values(),
              step);
      return;
    }
    if (gradient.size() == 1
        && gradient.get(0) instanceof GradientTerm.Dense dense
        && dense.values().size() == weights.size()) {
      Tensor whole = dense.values().reshape(weights.shape().dims());
      weights.backend().adagrad(weights, slot.squares, slot.velocity, whole, step);
      return;
    }
    try (Arena arena = new Arena(weights.backend())) {
      Tensor sum = arena.tensor(weights.shape());
      weights.backend().toDense(gradient, sum);
      weights.backend().adagrad(weights, slot.squares, slot.velocity, sum, step);
    }
  }

  @Override
  public long steps() {
    return steps;
  }

  /**
   * Parameters under their names, and what is kept beside them as {@code adagrad.a.NAME} and {@code
   * adagrad.v.NAME}.
   */
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    slots.forEach(slot -> tensors.put(slot.parameter.name(), slot.parameter.value()));
    for (Slot slot : slots) {
      tensors.put("adagrad.a." + slot.parameter.name(), slot.squares);
      tensors.put("adagrad.v." + slot.parameter.name(), slot.velocity);
    }
    return tensors;
  }

  @Override
  public void resumeAt(long stepsTaken) {
    steps = stepsTaken;
  }
}
