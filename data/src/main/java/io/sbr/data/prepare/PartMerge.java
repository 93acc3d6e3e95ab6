package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.IndexSort;
import io.sbr.data.Sessions;
import java.util.Arrays;
import java.util.List;

/** Puts the sessions of parts where their rows say, into columns that are made once. */
final class PartMerge {
  /** Clicks, and sessions, that arrays of one have room for. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final int[] base;
  private final int[] place;
  private final int[] offsets;
  private Sessions merged;
  private long[] dates;

  /**
   * @param parts where the sessions of each part stand
   */
  PartMerge(List<LogSessions.Places> parts) {
    base = new int[parts.size() + 1];
    for (int p = 0; p < parts.size(); p++) {
      base[p + 1] = sum("sessions", base[p], parts.get(p).sessions().length);
    }
    long[] rows = new long[base[parts.size()]];
    for (int p = 0; p < parts.size(); p++) {
      System.arraycopy(parts.get(p).sessions(), 0, rows, base[p], base[p + 1] - base[p]);
    }
    int[] order = new int[rows.length];
    Arrays.setAll(order, s -> s);
    // two keys never have one first row, and sessions of one key are neighbours already
    IndexSort.sort(order, 0, order.length, (a, b) -> Long.compare(rows[a], rows[b]));
    place = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
    }
    offsets = new int[order.length + 1];
    for (int p = 0; p < parts.size(); p++) {
      for (int s = base[p]; s < base[p + 1]; s++) {
        offsets[place[s] + 1] = parts.get(p).lengths()[s - base[p]];
      }
    }
    for (int s = 0; s < order.length; s++) {
      offsets[s + 1] = sum("clicks", offsets[s], offsets[s + 1]);
    }
  }

  private static int sum(String what, int a, int b) {
    if ((long) a + b > MOST) {
      throw new DataException(
          "the log has more than %,d %s, and a data set cannot: prepare a part of it, the latest"
                  .formatted(MOST, what)
              + " for example");
    }
    return a + b;
  }

  /**
   * Copies the clicks of a slice.
   *
   * @param part that it is of
   * @param items the number that each of the part's items has in the log
   * @param users the number that each of the part's users has in the log
   */
  void place(int part, SessionSlice slice, int[] items, int[] users) {
    DatedSessions dated = slice.dated();
    Sessions from = dated.sessions();
    if (merged == null) {
      make(dated);
    }
    int placed = slice.firstClick();
    for (int s = 0; s < from.count(); s++) {
      int to = place[base[part] + slice.firstSession() + s];
      int at = offsets[to] + placed;
      placed = 0;
      int begin = from.offset(s);
      int length = from.length(s);
      for (int c = 0; c < length; c++) {
        merged.items()[at + c] = items[from.items()[begin + c]];
      }
      if (from.times() != null) {
        System.arraycopy(from.times(), begin, merged.times(), at, length);
      }
      if (from.durations() != null) {
        System.arraycopy(from.durations(), begin, merged.durations(), at, length);
      }
      if (from.users() != null) {
        int user = from.users()[s];
        merged.users()[to] = user < 0 ? user : users[user];
      }
      if (dates != null) {
        dates[to] = dated.dates()[s];
      }
    }
  }

  /** Makes room, for the columns that the first slice has; all have the same. */
  private void make(DatedSessions first) {
    int sessions = place.length;
    int clicks = offsets[sessions];
    Sessions like = first.sessions();
    merged =
        new Sessions(
            new int[clicks],
            offsets,
            like.times() == null ? null : new long[clicks],
            like.durations() == null ? null : new float[clicks],
            like.users() == null ? null : new int[sessions]);
    dates = first.dates() == null ? null : new long[sessions];
  }

  /** The sessions of all parts, once all slices are placed. */
  DatedSessions sessions() {
    return new DatedSessions(merged, dates);
  }
}
