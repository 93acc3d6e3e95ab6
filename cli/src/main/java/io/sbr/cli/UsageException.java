package io.sbr.cli;

/** Wrong usage: the message is one line that says what to do. Exit code 2. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
