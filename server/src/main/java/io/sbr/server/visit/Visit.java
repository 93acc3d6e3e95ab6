package io.sbr.server.visit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The clicks of a session, oldest first.
 *
 * @param items original ids
 * @param times when each was, as the client says or as the server saw it
 */
public record Visit(List<String> items, List<Instant> times) {
  /** Keeps copies. */
  public Visit {
    items = List.copyOf(items);
    times = List.copyOf(times);
    if (items.size() != times.size()) {
      throw new IllegalArgumentException("a time for each click is needed");
    }
  }

  /** Both, one after the other, the last {@code most} clicks of them. */
  Visit then(Visit later, int most) {
    return new Visit(last(items, later.items, most), last(times, later.times, most));
  }

  private static <T> List<T> last(List<T> first, List<T> second, int most) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all.subList(Math.max(0, all.size() - most), all.size());
  }
}
