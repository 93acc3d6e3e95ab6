package io.sbr.models.train;

import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** A run that cannot go on: a loss that is not finite, a checkpoint that cannot be saved. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** One line that says what happened, where, and what is intact. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What an exception of the file system says, in words where it only gives a path. */
  public static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? e.getMessage() + ": permission denied"
        : e.getMessage();
  }
}
