package io.sbr.server.visit;

import java.time.Duration;

/**
 * How much is kept of visitors.
 *
 * @param expiry after a session's last click it is forgotten
 * @param sessions most at one time
 * @param clicks most of a session; the last ones stay
 */
public record VisitSettings(Duration expiry, int sessions, int clicks) {
  /** 30 minutes, 100,000 sessions, 100 clicks. */
  public static final VisitSettings DEFAULT =
      new VisitSettings(Duration.ofMinutes(30), 100_000, 100);
}
