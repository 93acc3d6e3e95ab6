package io.sbr.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A user's own clicks, counted: those of the sessions before and those of the session so far.
 *
 * @param items distinct, ascending
 * @param clicks of the user on each item
 * @param latest where the latest click on each item stands among all clicks of the user, from 0
 * @param next how often each item came right after the last click's item in the user's sessions,
 *     the one that goes on included
 */
public record UserTally(int[] items, int[] clicks, int[] latest, int[] next) {
  /**
   * Counts.
   *
   * @param past sessions before this one
   * @param session items of this one's clicks so far, oldest first, at least one
   */
  public static UserTally of(UserPast past, int[] session) {
    int before = past.items().length;
    int[] all = Arrays.copyOf(past.items(), before + session.length);
    System.arraycopy(session, 0, all, before, session.length);
    int[] items = Arrays.stream(all).sorted().distinct().toArray();
    int[] row = new int[all.length];
    Arrays.setAll(row, c -> Arrays.binarySearch(items, all[c]));
    int[] clicks = new int[items.length];
    int[] latest = new int[items.length];
    int[] order = inOrderOfTime(past, all.length);
    for (int place = 0; place < order.length; place++) {
      clicks[row[order[place]]]++;
      latest[row[order[place]]] = place;
    }
    int[] next = new int[items.length];
    int last = all[all.length - 1];
    for (int s = 0; s <= past.sessions(); s++) {
      int from = s < past.sessions() ? past.offsets()[s] : before;
      int to = s < past.sessions() ? past.offsets()[s + 1] : all.length;
      for (int c = from + 1; c < to; c++) {
        next[row[c]] += all[c - 1] == last ? 1 : 0;
      }
    }
    return new UserTally(items, clicks, latest, next);
  }

  /** All clicks, the session's last: those before lie session by session, and these may overlap. */
  private static int[] inOrderOfTime(UserPast past, int clicks) {
    int[] order = IntStream.range(0, clicks).toArray();
    IndexSort.sort(
        order, 0, past.items().length, (a, b) -> Long.compare(past.times()[a], past.times()[b]));
    return order;
  }
}
