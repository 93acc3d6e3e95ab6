package io.sbr.server.serving;

import java.time.Duration;

/**
 * How runs are served.
 *
 * @param queue most sessions that may wait for a run
 * @param deadline most time between a request and its answer
 * @param warmUp most time that is spent on questions of nobody's
 */
public record ServingSettings(int queue, Duration deadline, Duration warmUp) {
  /** 1,024 sessions, a second, two seconds. */
  public static final ServingSettings DEFAULT =
      new ServingSettings(1024, Duration.ofSeconds(1), Duration.ofSeconds(2));
}
