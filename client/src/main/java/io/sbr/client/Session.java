package io.sbr.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a visitor has done so far.
 *
 * @param items original ids, oldest first
 * @param user whose clicks they are
 * @param times when each click was; empty where that is not known
 * @param seconds how long each item was viewed; empty where that is not known
 */
public record Session(
    List<String> items, Optional<String> user, List<Instant> times, List<Double> seconds) {
  /** Keeps copies. */
  public Session {
    items = List.copyOf(items);
    times = List.copyOf(times);
    seconds = List.copyOf(seconds);
  }

  /** Clicks of which nothing but the items is known. */
  public static Session of(String... items) {
    return new Session(List.of(items), Optional.empty(), List.of(), List.of());
  }

  /** The same clicks of a user. */
  public Session by(String user) {
    return new Session(items, Optional.of(user), times, seconds);
  }

  /** The same clicks at these times, one for each. */
  public Session at(List<Instant> times) {
    return new Session(items, user, times, seconds);
  }

  /** The same clicks on items viewed so many seconds, one for each. */
  public Session viewed(List<Double> seconds) {
    return new Session(items, user, times, seconds);
  }
}
