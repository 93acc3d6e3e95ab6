package io.sbr.cli.options;

/** Wrong usage: the message is one line that says what to do. Exit code 2. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Wrong usage, told in one line. */
  public UsageException(String message) {
    super(message);
  }
}
