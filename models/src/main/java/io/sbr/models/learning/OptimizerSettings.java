package io.sbr.models.learning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sbr.autograd.Parameter;
import io.sbr.autograd.optim.Adagrad;
import io.sbr.autograd.optim.Adam;
import io.sbr.autograd.optim.Cooldown;
import io.sbr.autograd.optim.GradientClipping;
import io.sbr.autograd.optim.Optimizer;
import io.sbr.autograd.optim.Schedule;
import io.sbr.autograd.optim.StepLR;
import io.sbr.models.settings.Checks;
import io.sbr.tensor.Arena;
import java.util.List;

/**
 * Adam, or Adagrad in its place, and the learning rate (docs/pipeline.md, sections 7 and 8).
 *
 * @param lr learning rate of the first epochs, above 0; published 1e-3
 * @param l2 coupled weight decay, at least 0; published 1e-5
 * @param lrStep epochs between drops of the rate, at least 1; published 3. Of a cooldown the epochs
 *     that it takes
 * @param lrGamma factor of each drop, or of the whole cooldown, above 0 and at most 1; published
 *     0.1
 * @param lrSchedule how the rate falls
 * @param agc adaptive gradient clipping; published off
 * @param adagrad Adagrad instead of Adam, without weight decay or clipping; null for Adam, as in
 *     runs from before there was a choice
 */
public record OptimizerSettings(
    @JsonProperty(required = true) double lr,
    @JsonProperty(required = true) double l2,
    @JsonProperty(required = true) int lrStep,
    @JsonProperty(required = true) double lrGamma,
    @JsonProperty(required = true) LrScheduleForm lrSchedule,
    @JsonProperty(required = true) Agc agc,
    @JsonInclude(JsonInclude.Include.NON_NULL) AdagradSettings adagrad) {
  /** As published. */
  public static final OptimizerSettings DEFAULT =
      new OptimizerSettings(1e-3, 1e-5, 3, 0.1, LrScheduleForm.TORCH10, Agc.OFF);

  /** Adam. */
  public OptimizerSettings(
      double lr, double l2, int lrStep, double lrGamma, LrScheduleForm lrSchedule, Agc agc) {
    this(lr, l2, lrStep, lrGamma, lrSchedule, agc, null);
  }

  /** Adagrad, at a rate that stays. */
  public static OptimizerSettings adagrad(double lr, double momentum) {
    return new OptimizerSettings(
        lr, 0, 3, 1, LrScheduleForm.TORCH10, Agc.OFF, new AdagradSettings(momentum));
  }

  /** Checks the settings. */
  public OptimizerSettings {
    Checks.present("lr-schedule", lrSchedule);
    Checks.present("agc", agc);
    if (!(lr > 0 && lr <= 10)) {
      throw new IllegalArgumentException("lr must be above 0 and at most 10, not " + lr);
    }
    if (!(l2 >= 0 && l2 <= 1)) {
      throw new IllegalArgumentException("l2 must be between 0 and 1, not " + l2);
    }
    if (lrStep < 1) {
      throw new IllegalArgumentException("lr-step must be at least 1, not " + lrStep);
    }
    if (!(lrGamma > 0 && lrGamma <= 1)) {
      throw new IllegalArgumentException("lr-gamma must be above 0 and at most 1, not " + lrGamma);
    }
    if (adagrad != null && (l2 != 0 || agc != Agc.OFF)) {
      throw new IllegalArgumentException(
          "adagrad has no weight decay and no clipping: l2 must be 0 and agc off");
    }
  }

  /** Adam's own numbers. */
  public Adam.Settings adam() {
    Adam.Settings plain = Adam.Settings.withDecay(l2);
    return agc == Agc.OFF ? plain : plain.withClipping(GradientClipping.adaptive());
  }

  /**
   * The optimizer of these parameters.
   *
   * @param arena holds what it keeps beside them; must outlive it
   */
  public Optimizer optimizer(List<Parameter> parameters, Arena arena) {
    return adagrad == null
        ? new Adam(parameters, adam(), arena)
        : new Adagrad(parameters, adagrad.momentum(), arena);
  }

  /**
   * The learning rate of each step.
   *
   * @param epochs of the whole training
   */
  public Schedule schedule(int epochs) {
    return lrSchedule == LrScheduleForm.COOLDOWN
        ? new Cooldown(lr, epochs, lrStep, lrGamma)
        : new StepLR(lr, lrStep, lrGamma, lrSchedule.origin());
  }
}
