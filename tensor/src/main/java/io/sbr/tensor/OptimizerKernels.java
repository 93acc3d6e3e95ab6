package io.sbr.tensor;

import java.util.List;

/** Parameter updates that evaluate a structured gradient tile by tile. */
public interface OptimizerKernels {
  /**
   * One step of Adam with coupled L2 (docs/pipeline.md, section 7), dense over all rows. With g the
   * sum of {@code gradient} + weightDecay·w:
   *
   * <pre>
   *   m = β₁m + (1−β₁)g    v = β₂v + (1−β₂)g²    w −= lr·(m/(1−β₁ᵗ)) / (√v/√(1−β₂ᵗ) + ε)
   * </pre>
   *
   * Terms that are evaluated from weights (such as {@link GradientTerm.Tiled}) see the old ones.
   *
   * @param weights updated in place
   * @param firstMoment m, updated in place; same shape
   * @param secondMoment v, updated in place; same shape
   * @param gradient summands, added in this order; may be empty (then weight decay alone acts)
   */
  void adam(
      Tensor weights,
      Tensor firstMoment,
      Tensor secondMoment,
      List<GradientTerm> gradient,
      AdamStep step);

  /**
   * One step of Adagrad with momentum (Duchi et al., 2011; docs/models.md, section 19) over a whole
   * parameter:
   *
   * <pre>
   *   a += g²    v = μv − lr·g/√(a + ε)    w += v
   * </pre>
   *
   * @param weights updated in place
   * @param squares a, updated in place; same shape
   * @param velocity v, updated in place; same shape
   * @param gradient g; same shape
   */
  void adagrad(Tensor weights, Tensor squares, Tensor velocity, Tensor gradient, AdagradStep step);

  /**
   * The same for the rows that were gathered and no others: g is the sum of a row's values, and
   * what was not gathered neither moves nor loses momentum.
   *
   * @param index which rows of the parameter were gathered
   * @param values {@code [index.count(), cols]} gradient of the gathered rows
   */
  void adagradRows(
      Tensor weights,
      Tensor squares,
      Tensor velocity,
      RowGather index,
      Tensor values,
      AdagradStep step);

  /**
   * mean += share · (value − mean): one step of an exponential moving average of weights.
   *
   * @param mean updated in place; same shape as {@code value}
   * @param share in [0, 1]
   */
  void average(Tensor mean, Tensor value, double share);

  /**
   * out = Σ terms, written out in full: for tests and for operations that need a dense gradient.
   */
  void toDense(List<GradientTerm> terms, Tensor out);

  /**
   * Adaptive gradient clipping (Brock et al., "High-Performance Large-Scale Image Recognition
   * Without Normalization", 2021, equation 3): each unit's gradient g is scaled down to norm ratio
   * · max(‖w‖, epsilon) where it is longer. A unit is a row of a matrix; a tensor of one dimension
   * is one unit.
   *
   * @param gradient changed in place; same shape as {@code weights}
   */
  void clipUnits(Tensor weights, Tensor gradient, double ratio, double epsilon);

  /**
   * The numbers of one Adam step.
   *
   * @param rate learning rate
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   * @param weightDecay coupled L2 factor
   * @param step t, counted from 1
   */
  record AdamStep(
      double rate, double beta1, double beta2, double epsilon, double weightDecay, long step) {}

  /**
   * The numbers of one step of Adagrad.
   *
   * @param rate learning rate
   * @param momentum μ, how much of the last step is taken again
   * @param epsilon added below the root
   */
  record AdagradStep(double rate, double momentum, double epsilon) {}
}
