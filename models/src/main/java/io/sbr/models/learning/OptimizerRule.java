package io.sbr.models.learning;

/** The optimizers there are, as {@code --optimizer} names them (docs/pipeline.md, section 7). */
public enum OptimizerRule {
  /** Adam, with coupled weight decay. */
  ADAM,
  /** Adagrad with momentum, of rows that were looked up alone. */
  ADAGRAD;

  /** Of settings. */
  public static OptimizerRule of(OptimizerSettings settings) {
    return settings.adagrad() == null ? ADAM : ADAGRAD;
  }

  /** As in {@code --optimizer}. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
