package io.sbr.models.neighbour;

import java.util.Arrays;

/**
 * The training sessions, packed for neighbour search. Sessions are numbered from 0 in order of
 * time, so that "newer" is "larger" and an item's list, read from its end, is newest first. All of
 * it lies outside the heap: made in memory ({@link SessionIndexBuilder}) or mapped from a file
 * ({@link SessionIndexFile}), searched by the same code. Immutable, for any number of threads.
 *
 * @param itemCount N; items are numbered from 1
 * @param sessionOffsets {@code [S + 1]} where each session's distinct items begin
 * @param sessionItems {@code [D]} distinct items of each session, by their last position
 * @param positions {@code [D]} that position, from 0, in the session's clicks
 * @param age {@code [S]} seconds from the session's last click to the newest one of all
 * @param itemOffsets {@code [N + 2]} where each item's sessions begin, by its number
 * @param itemSessions {@code [E]} sessions that hold the item, ascending: the newest of them where
 *     lists are bounded
 * @param events {@code [N + 1]} clicks on each item
 * @param holders {@code [N + 1]} sessions that hold the item, those that fell off its list too, but
 *     not those too long to be listed
 */
public record SessionIndex(
    int itemCount,
    IntColumn sessionOffsets,
    IntColumn sessionItems,
    IntColumn positions,
    IntColumn age,
    IntColumn itemOffsets,
    IntColumn itemSessions,
    IntColumn events,
    IntColumn holders) {

  /** Number of sessions, S. */
  public int sessions() {
    return age.length();
  }

  /** Number of distinct items of a session. */
  public int size(int session) {
    return sessionOffsets.get(session + 1) - sessionOffsets.get(session);
  }

  /** The distinct items of a session, by their last click. */
  int[] items(int session) {
    int[] items = new int[size(session)];
    for (int i = 0; i < items.length; i++) {
      items[i] = sessionItems.get(sessionOffsets.get(session) + i);
    }
    return items;
  }

  /** Whether a session holds an item. */
  boolean holds(int session, int item) {
    return Arrays.stream(items(session)).anyMatch(held -> held == item);
  }
}
