package io.sbr.models.train;

/** A run that cannot go on: a loss that is not finite, a checkpoint that cannot be saved. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** One line that says what happened, where, and what is intact. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
