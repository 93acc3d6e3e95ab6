package io.sbr.client;

import java.time.Duration;
import java.util.Optional;

/** The server did not answer as asked. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Optional<Duration> retryAfter;

  RefusedException(int status, String detail, Optional<Duration> retryAfter) {
    super("status %d: %s".formatted(status, detail));
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** HTTP status, such as 400, 503 where it is busy, 504 where it took too long. */
  public int status() {
    return status;
  }

  /** When to ask again, if the server says so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
