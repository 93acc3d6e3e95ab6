package io.sbr.fuzz;

import io.sbr.cli.options.UsageException;
import io.sbr.data.DataException;

/** What may come of a damaged file: an answer, or a refusal in a sentence. */
final class Verdict {
  /** A sentence that quotes something stays below this. */
  private static final int LONGEST_MESSAGE = 2_000;

  private Verdict() {}

  /**
   * Whether the reader refused as it should.
   *
   * @return false for anything but the exceptions of bad input, or for a message that is none, is
   *     no line, is long or would steer a terminal
   */
  static boolean isRefusal(Throwable thrown) {
    boolean known =
        thrown instanceof DataException
            || thrown instanceof UsageException
            || thrown.getClass() == IllegalArgumentException.class;
    if (!known) {
      return false;
    }
    String message = thrown.getMessage();
    return message != null
        && !message.isBlank()
        && message.length() <= LONGEST_MESSAGE
        && message.chars().noneMatch(Character::isISOControl);
  }
}
