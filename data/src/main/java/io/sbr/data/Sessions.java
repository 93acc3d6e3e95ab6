package io.sbr.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Click sessions, packed: the items of all sessions one after another and where each session
 * begins, with optional columns beside them. Immutable by convention; a hundred million clicks cost
 * four bytes each per column kept.
 *
 * <p>Items are numbered from 1; 0 is reserved for padding and never occurs.
 */
public final class Sessions implements Serializable {
  private final int[] items;
  private final int[] offsets;
  private final long[] times;
  private final float[] durations;
  private final int[] users;

  /**
   * Sessions with optional columns; {@code null} where a column is absent.
   *
   * @param items {@code [clicks]}, from 1
   * @param offsets {@code [sessions + 1]}, ascending, from 0 to {@code items.length}
   * @param times {@code [clicks]} milliseconds since 1970, or null
   * @param durations {@code [clicks]} seconds the item was viewed, or null
   * @param users {@code [sessions]} user of each session, from 0, or null
   */
  public Sessions(int[] items, int[] offsets, long[] times, float[] durations, int[] users) {
    if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != items.length) {
      throw new IllegalArgumentException("offsets do not span the " + items.length + " clicks");
    }
    check("times", times == null ? -1 : times.length, items.length);
    check("durations", durations == null ? -1 : durations.length, items.length);
    check("users", users == null ? -1 : users.length, offsets.length - 1);
    this.items = items;
    this.offsets = offsets;
    this.times = times;
    this.durations = durations;
    this.users = users;
  }

  private static void check(String column, int length, int expected) {
    if (length >= 0 && length != expected) {
      throw new IllegalArgumentException(column + ": " + length + " values, expected " + expected);
    }
  }

  /** Sessions of items alone. */
  public static Sessions of(int[]... sessions) {
    int[] offsets = new int[sessions.length + 1];
    for (int s = 0; s < sessions.length; s++) {
      offsets[s + 1] = offsets[s] + sessions[s].length;
    }
    int[] items = new int[offsets[sessions.length]];
    for (int s = 0; s < sessions.length; s++) {
      System.arraycopy(sessions[s], 0, items, offsets[s], sessions[s].length);
    }
    return new Sessions(items, offsets, null, null, null);
  }

  /**
   * How often each item was clicked.
   *
   * @param itemCount N, at least the highest number of an item here
   * @return {@code [N + 1]} clicks on each item, by its number; the first is of no item
   */
  public int[] clicksByItem(int itemCount) {
    int[] clicks = new int[itemCount + 1];
    for (int item : items) {
      clicks[item]++;
    }
    return clicks;
  }

  /** Number of sessions. */
  public int count() {
    return offsets.length - 1;
  }

  /** Number of clicks of all sessions. */
  public int clicks() {
    return items.length;
  }

  /** Number of clicks of one session. */
  public int length(int session) {
    return offsets[session + 1] - offsets[session];
  }

  /** Position of a session's first click among all clicks. */
  public int offset(int session) {
    return offsets[session];
  }

  /** Time of a session's earliest click, which need not be its first; sessions must have times. */
  public long start(int session) {
    long start = times[offsets[session]];
    for (int c = offsets[session] + 1; c < offsets[session + 1]; c++) {
      start = Math.min(start, times[c]);
    }
    return start;
  }

  /** The item of click {@code position} of a session, both from 0. */
  public int item(int session, int position) {
    return items[offsets[session] + position];
  }

  /** A copy of one session's items. */
  public int[] items(int session) {
    return Arrays.copyOfRange(items, offsets[session], offsets[session + 1]);
  }

  /** The items of all clicks; not to be changed. */
  public int[] items() {
    return items;
  }

  /** Where each session begins, and the end; not to be changed. */
  public int[] offsets() {
    return offsets;
  }

  /** Milliseconds since 1970 of each click, or null. */
  public long[] times() {
    return times;
  }

  /** Seconds that each click's item was viewed, or null. */
  public float[] durations() {
    return durations;
  }

  /** The user of each session, or null. */
  public int[] users() {
    return users;
  }

  /** Sessions {@code [from, to)} with all their columns. */
  public Sessions range(int from, int to) {
    int begin = offsets[from];
    int end = offsets[to];
    int[] moved = new int[to - from + 1];
    for (int s = from; s <= to; s++) {
      moved[s - from] = offsets[s] - begin;
    }
    return new Sessions(
        Arrays.copyOfRange(items, begin, end),
        moved,
        times == null ? null : Arrays.copyOfRange(times, begin, end),
        durations == null ? null : Arrays.copyOfRange(durations, begin, end),
        users == null ? null : Arrays.copyOfRange(users, from, to));
  }

  /** The chosen sessions, in the order given, with all their columns. */
  public Sessions chosen(int... chosen) {
    int[] moved = new int[chosen.length + 1];
    for (int i = 0; i < chosen.length; i++) {
      moved[i + 1] = moved[i] + length(chosen[i]);
    }
    int kept = moved[chosen.length];
    int[] keptItems = new int[kept];
    long[] keptTimes = times == null ? null : new long[kept];
    float[] keptDurations = durations == null ? null : new float[kept];
    int[] keptUsers = users == null ? null : new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      int from = offsets[chosen[i]];
      int length = length(chosen[i]);
      System.arraycopy(items, from, keptItems, moved[i], length);
      if (times != null) {
        System.arraycopy(times, from, keptTimes, moved[i], length);
      }
      if (durations != null) {
        System.arraycopy(durations, from, keptDurations, moved[i], length);
      }
      if (users != null) {
        keptUsers[i] = users[chosen[i]];
      }
    }
    return new Sessions(keptItems, moved, keptTimes, keptDurations, keptUsers);
  }

  /**
   * These sessions in other item numbers, with all their columns. Clicks on items that have none
   * are left out; a session may become empty.
   *
   * @param numbers the new number of each item, 0 for none
   */
  public Sessions renumbered(int[] numbers) {
    if (Arrays.stream(items).allMatch(item -> numbers[item] != 0)) {
      // A long log has no room for a copy of columns that stay as they are.
      int[] renumbered = Arrays.stream(items).map(item -> numbers[item]).toArray();
      return new Sessions(renumbered, offsets, times, durations, users);
    }
    int[] kept = new int[items.length];
    int[] moved = new int[offsets.length];
    int count = 0;
    for (int s = 0; s < count(); s++) {
      for (int c = offsets[s]; c < offsets[s + 1]; c++) {
        if (numbers[items[c]] != 0) {
          kept[count++] = c;
        }
      }
      moved[s + 1] = count;
    }
    int[] renumbered = new int[count];
    long[] keptTimes = times == null ? null : new long[count];
    float[] keptDurations = durations == null ? null : new float[count];
    for (int i = 0; i < count; i++) {
      renumbered[i] = numbers[items[kept[i]]];
      if (times != null) {
        keptTimes[i] = times[kept[i]];
      }
      if (durations != null) {
        keptDurations[i] = durations[kept[i]];
      }
    }
    return new Sessions(renumbered, moved, keptTimes, keptDurations, users);
  }

  /** The largest item number; 0 if there are no clicks. */
  public int maxItem() {
    return Arrays.stream(items).max().orElse(0);
  }
}
