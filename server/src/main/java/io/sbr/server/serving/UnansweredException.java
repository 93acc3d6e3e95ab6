package io.sbr.server.serving;

/** Why a request got no answer that another one, or the same one later, may well get. */
public final class UnansweredException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What was in the way. */
  public enum Reason {
    /** As many sessions wait as may. */
    FULL,
    /** The time for it is over. */
    LATE,
    /** The server is ending. */
    ENDING
  }

  private final Reason reason;

  UnansweredException(Reason reason, String message) {
    super(message, null, false, false); // its place says nothing, and many may come at once
    this.reason = reason;
  }

  /** What was in the way. */
  public Reason reason() {
    return reason;
  }
}
