package io.sbr.models.neighbour;

import java.nio.IntBuffer;

/**
 * The training sessions, packed for neighbour search. Sessions are numbered from 0 in order of
 * time, so that "newer" is "larger" and an item's list, read from its end, is newest first. All of
 * it lies in direct buffers: made in memory or mapped from a file, searched by the same code.
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
 */
record SessionIndex(
    int itemCount,
    IntBuffer sessionOffsets,
    IntBuffer sessionItems,
    IntBuffer positions,
    IntBuffer age,
    IntBuffer itemOffsets,
    IntBuffer itemSessions,
    IntBuffer events) {

  /** Number of sessions, S. */
  int sessions() {
    return age.limit();
  }

  /** Number of distinct items of a session. */
  int size(int session) {
    return sessionOffsets.get(session + 1) - sessionOffsets.get(session);
  }
}
