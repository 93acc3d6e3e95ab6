package io.sbr.server.visit;

/** The store of sessions did not answer. */
public final class SessionsUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean unsure;

  /**
   * A store that is not there, or did not answer.
   *
   * @param unsure whether it may have done what it was asked all the same
   */
  SessionsUnavailableException(boolean unsure, Throwable cause) {
    super(
        unsure
            ? "the store of sessions did not answer: whether it did as asked is not known"
            : "the store of sessions cannot be reached: nothing was kept or forgotten",
        cause,
        false,
        false); // its place says nothing, and many may come at once
    this.unsure = unsure;
  }

  /**
   * Whether clicks may have been kept, or a session forgotten, although nothing was heard of it.
   */
  public boolean isUnsure() {
    return unsure;
  }
}
