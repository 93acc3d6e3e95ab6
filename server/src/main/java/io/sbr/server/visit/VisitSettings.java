package io.sbr.server.visit;

import java.time.Duration;
import java.util.Optional;

/**
 * How much is kept of visitors.
 *
 * @param expiry after a session's last click it is forgotten
 * @param sessions most at one time
 * @param clicks most of a session; the last ones stay
 * @param redis URL of the Redis that keeps them for several servers, which bounds their number by
 *     its own settings; empty for this server's memory
 */
public record VisitSettings(Duration expiry, int sessions, int clicks, Optional<String> redis) {
  /** 30 minutes, 100,000 sessions, 100 clicks. */
  public static final VisitSettings DEFAULT =
      new VisitSettings(Duration.ofMinutes(30), 100_000, 100);

  /** In memory. */
  public VisitSettings(Duration expiry, int sessions, int clicks) {
    this(expiry, sessions, clicks, Optional.empty());
  }
}
