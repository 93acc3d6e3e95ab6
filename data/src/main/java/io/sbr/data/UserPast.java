package io.sbr.data;

/**
 * What one user clicked before a moment, session by session, the sessions in order of their starts.
 *
 * @param items {@code [clicks]} from 1
 * @param times {@code [clicks]} milliseconds since 1970
 * @param offsets {@code [sessions + 1]} where the clicks of each session begin
 */
public record UserPast(int[] items, long[] times, int[] offsets) {
  /** Of somebody who clicked nothing, or of whom nothing is known. */
  public static final UserPast NOTHING = new UserPast(new int[0], new long[0], new int[1]);

  /** Number of sessions. */
  public int sessions() {
    return offsets.length - 1;
  }
}
