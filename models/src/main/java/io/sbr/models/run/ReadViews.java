package io.sbr.models.run;

import io.sbr.data.Sessions;
import io.sbr.data.UserIds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVRecord;

/** The rows of a {@link ViewsFile} as they come: users get new numbers, in order. */
final class ReadViews {
  /** Columns where sessions are told apart. */
  private static final int BY_SESSION = 5;

  private final int itemCount;
  private final SortedMap<Integer, String> users = new TreeMap<>();
  private final Set<String> known = new HashSet<>();
  private int columns;
  private int sessions;
  private int[] userOfSession = new int[16];
  private int[] offsets = new int[17];
  private long[] times = new long[64];
  private int[] items = new int[64];
  private float[] durations = new float[64];
  private int views;

  ReadViews(int itemCount) {
    this.itemCount = itemCount;
  }

  /** Takes a row; false if it is not what it should be. */
  boolean add(CSVRecord row) {
    if (views == 0) {
      columns = row.size() == BY_SESSION ? BY_SESSION : BY_SESSION - 1;
    }
    if (row.size() != columns) {
      return false;
    }
    try {
      long time = Long.parseLong(row.get(1));
      int item = Integer.parseInt(row.get(2));
      float seconds = Float.parseFloat(row.get(3));
      boolean sameUser = !users.isEmpty() && row.get(0).equals(users.get(users.lastKey()));
      boolean sameSession = sameUser;
      if (columns == BY_SESSION) {
        int session = Integer.parseInt(row.get(4));
        sameSession = session == sessions - 1;
        if (!sameSession && session != sessions || sameSession && !sameUser) {
          return false;
        }
      } else if (sameUser && time < times[views - 1]) {
        return false;
      }
      if (item < 1 || item > itemCount || !(seconds >= 0) || !sameUser && !known.add(row.get(0))) {
        return false;
      }
      if (!sameUser) {
        users.put(users.size(), row.get(0));
      }
      if (!sameSession) {
        begin();
      }
      append(time, item, seconds);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void begin() {
    if (sessions == userOfSession.length) {
      userOfSession = Arrays.copyOf(userOfSession, 2 * sessions);
      offsets = Arrays.copyOf(offsets, 2 * sessions + 1);
    }
    userOfSession[sessions++] = users.lastKey();
  }

  private void append(long time, int item, float seconds) {
    if (views == items.length) {
      times = Arrays.copyOf(times, 2 * views);
      items = Arrays.copyOf(items, 2 * views);
      durations = Arrays.copyOf(durations, 2 * views);
    }
    times[views] = time;
    items[views] = item;
    durations[views++] = seconds;
    offsets[sessions] = views;
  }

  UserIds users() {
    return UserIds.of(users);
  }

  /** A session for each that is told apart, or one for each user. */
  Sessions sessions() {
    return new Sessions(
        Arrays.copyOf(items, views),
        Arrays.copyOf(offsets, sessions + 1),
        Arrays.copyOf(times, views),
        Arrays.copyOf(durations, views),
        Arrays.copyOf(userOfSession, sessions));
  }
}
