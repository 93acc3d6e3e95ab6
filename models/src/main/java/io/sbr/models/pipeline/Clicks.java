package io.sbr.models.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a visitor has done so far, as a client knows it: the question of a recommendation. Only the
 * items are needed; some models read more ({@link SessionRecommender#reads}).
 *
 * @param items original ids, oldest first
 * @param user original id of whose clicks they are
 * @param times when each click was; empty where that is not known
 * @param seconds how long each click's item was viewed; empty where that is not known, and then
 *     taken from the times as data are prepared: until the next click
 */
public record Clicks(
    List<String> items, Optional<String> user, List<Instant> times, List<Double> seconds) {
  /** What may be known of clicks beside their items. */
  public enum Detail {
    /** Whose they are. */
    USER,
    /** When they were. */
    TIMES,
    /** How long each item was viewed. */
    DURATIONS
  }

  /**
   * Keeps copies.
   *
   * @throws IllegalArgumentException if there are other numbers of times or durations than of
   *     clicks, or a duration is negative or no number
   */
  public Clicks {
    items = List.copyOf(items);
    times = List.copyOf(times);
    seconds = List.copyOf(seconds);
    check("times", times.size(), items.size());
    check("durations", seconds.size(), items.size());
    for (double viewed : seconds) {
      if (!(viewed >= 0 && viewed <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException("a duration must be 0 or more seconds, not " + viewed);
      }
    }
  }

  private static void check(String what, int given, int clicks) {
    if (given != 0 && given != clicks) {
      throw new IllegalArgumentException(
          "%d %s for %d click(s): one for each is needed".formatted(given, what, clicks));
    }
  }

  /** Clicks of which nothing but the items is known. */
  public static Clicks of(List<String> items) {
    return new Clicks(items, Optional.empty(), List.of(), List.of());
  }

  /** Clicks of which nothing but the items is known. */
  public static Clicks of(String... items) {
    return of(List.of(items));
  }

  /** The same clicks of a user. */
  public Clicks by(String user) {
    return new Clicks(items, Optional.of(user), times, seconds);
  }

  /** The same clicks at these times, one for each. */
  public Clicks at(List<Instant> times) {
    return new Clicks(items, user, times, seconds);
  }

  /** The same clicks on items viewed so many seconds, one for each. */
  public Clicks viewed(List<Double> seconds) {
    return new Clicks(items, user, times, seconds);
  }
}
