package io.sbr.autograd.optim;

import io.sbr.autograd.Parameter;
import io.sbr.tensor.Arena;
import io.sbr.tensor.GradientTerm;
import io.sbr.tensor.OptimizerKernels.AdamStep;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adam with coupled L2 (Kingma and Ba, 2015; docs/pipeline.md, section 7): exact and dense, also
 * where the gradient is structured. A parameter that received no gradient at all is skipped and
 * never moves; one whose gradient is zero still moves, driven by the weight decay.
 */
public final class Adam implements Optimizer {
  private final List<Slot> slots = new ArrayList<>();
  private final Settings settings;
  private long steps;

  /**
   * The fixed numbers of Adam.
   *
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   * @param weightDecay L2 factor, added to the gradient before the moments
   * @param clipping what gradients go through first; nothing if empty
   */
  public record Settings(
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      Optional<GradientClipping> clipping) {
    /**
     * β 0.9 and 0.999, ε 1e-8, as all published models use, with the given weight decay and no
     * clipping.
     */
    public static Settings withDecay(double weightDecay) {
      return new Settings(0.9, 0.999, 1e-8, weightDecay, Optional.empty());
    }

    /** The same settings with clipping. */
    public Settings withClipping(GradientClipping rule) {
      return new Settings(beta1, beta2, epsilon, weightDecay, Optional.of(rule));
    }
  }

  /**
   * A parameter with its moments, all of one shape.
   *
   * @param parameter what is trained
   * @param firstMoment m
   * @param secondMoment v
   */
  public record Slot(Parameter parameter, Tensor firstMoment, Tensor secondMoment) {}

  /**
   * An optimizer at step 0, its moments zero.
   *
   * @param arena holds the moments; must outlive the optimizer
   */
  public Adam(List<Parameter> parameters, Settings settings, Arena arena) {
    this.settings = settings;
    for (Parameter parameter : parameters) {
      slots.add(
          new Slot(
              parameter,
              arena.zeros(parameter.value().shape()),
              arena.zeros(parameter.value().shape())));
    }
  }

  @Override
  public void step(double rate) {
    steps++;
    AdamStep step =
        new AdamStep(
            rate, settings.beta1, settings.beta2, settings.epsilon, settings.weightDecay, steps);
    for (Slot slot : slots) {
      Parameter parameter = slot.parameter;
      if (!parameter.gradient().isEmpty()) {
        if (settings.clipping.isPresent()) {
          updateClipped(slot, settings.clipping.get(), step);
        } else {
          update(slot, parameter.gradient(), step);
        }
        parameter.gradient().clear();
      }
    }
  }

  /** A norm needs the whole gradient, so that here it is written out. */
  private static void updateClipped(Slot slot, GradientClipping rule, AdamStep step) {
    Tensor weights = slot.parameter.value();
    try (Arena arena = new Arena(weights.backend())) {
      Tensor gradient = arena.tensor(weights.shape());
      weights.backend().toDense(slot.parameter.gradient(), gradient);
      weights.backend().clipUnits(weights, gradient, rule.ratio(), rule.epsilon());
      update(slot, List.of(new GradientTerm.Dense(gradient, 0)), step);
    }
  }

  private static void update(Slot slot, List<GradientTerm> gradient, AdamStep step) {
    Tensor weights = slot.parameter.value();
    weights.backend().adam(weights, slot.firstMoment, slot.secondMoment, gradient, step);
  }

  @Override
  public long steps() {
    return steps;
  }

  /**
   * Parameters under their names, and their moments as {@code adam.m.NAME} and {@code adam.v.NAME}.
   */
  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    slots.forEach(slot -> tensors.put(slot.parameter.name(), slot.parameter.value()));
    for (Slot slot : slots) {
      tensors.put("adam.m." + slot.parameter.name(), slot.firstMoment);
      tensors.put("adam.v." + slot.parameter.name(), slot.secondMoment);
    }
    return tensors;
  }

  @Override
  public void resumeAt(long stepsTaken) {
    steps = stepsTaken;
  }

  /** Parameters and moments, for checkpoints. */
  public List<Slot> slots() {
    return List.copyOf(slots);
  }
}
