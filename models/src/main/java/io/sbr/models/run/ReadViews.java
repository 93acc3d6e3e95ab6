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
  private final int itemCount;
  private final SortedMap<Integer, String> users = new TreeMap<>();
  private final Set<String> known = new HashSet<>();
  private int[] offsets = new int[16];
  private long[] times = new long[64];
  private int[] items = new int[64];
  private float[] durations = new float[64];
  private int views;

  ReadViews(int itemCount) {
    this.itemCount = itemCount;
  }

  /** Takes a row; false if it is not what it should be. */
  boolean add(CSVRecord row) {
    if (row.size() != 4) {
      return false;
    }
    try {
      long time = Long.parseLong(row.get(1));
      int item = Integer.parseInt(row.get(2));
      float seconds = Float.parseFloat(row.get(3));
      boolean sameUser = !users.isEmpty() && row.get(0).equals(users.get(users.lastKey()));
      if (item < 1
          || item > itemCount
          || !(seconds >= 0)
          || sameUser && time < times[views - 1]
          || !sameUser && !known.add(row.get(0))) {
        return false;
      }
      if (!sameUser) {
        begin(row.get(0));
      }
      append(time, item, seconds);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void begin(String user) {
    int number = users.size();
    users.put(number, user);
    if (number + 2 > offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * offsets.length);
    }
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
    offsets[users.size()] = views;
  }

  UserIds users() {
    return UserIds.of(users);
  }

  Sessions sessions() {
    int count = users.size();
    int[] numbers = new int[count];
    Arrays.setAll(numbers, user -> user);
    return new Sessions(
        Arrays.copyOf(items, views),
        Arrays.copyOf(offsets, count + 1),
        Arrays.copyOf(times, views),
        Arrays.copyOf(durations, views),
        numbers);
  }
}
