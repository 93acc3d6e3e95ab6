package io.sbr.data;

/**
 * Data that cannot be used as they are: a malformed row, a missing or changed file, nothing left to
 * learn from. The message is one line that says what is wrong and where, fit to be shown to a user
 * as it stands: what it quotes of the data cannot steer a terminal ({@link Shown}).
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A fault of the data as a whole, or of a file that the message names. */
  public DataException(String message) {
    super(Shown.message(message));
  }

  /**
   * A fault at a known place.
   *
   * @param file as the user knows it
   * @param line counted from 1
   * @param what is wrong there
   */
  public DataException(String file, long line, String what) {
    this(file + ", line " + line + ": " + what);
  }
}
