package io.sbr.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Clicks by user and, of one user, by time.
 *
 * @param offsets {@code [users + 1]} where the clicks of each user begin
 * @param times milliseconds since 1970
 * @param items from 1
 * @param durations seconds; infinite where not known
 */
record UserClicks(int[] offsets, long[] times, int[] items, float[] durations) {

  /** The clicks of all sessions of known users; none where sessions lack users or times. */
  static UserClicks of(Sessions... parts) {
    Sessions all = UserSessions.joined(parts);
    int[] users = new int[all.clicks()];
    for (int s = 0; s < all.count(); s++) {
      Arrays.fill(users, all.offset(s), all.offsets()[s + 1], all.users()[s]);
    }
    return sorted(users, all.items(), all.times(), all.durations());
  }

  private static UserClicks sorted(int[] users, int[] items, long[] times, float[] durations) {
    int[] order = IntStream.range(0, users.length).filter(c -> users[c] >= 0).toArray();
    IndexSort.sort(
        order,
        0,
        order.length,
        (a, b) -> {
          int byUser = Integer.compare(users[a], users[b]);
          return byUser != 0 ? byUser : Long.compare(times[a], times[b]);
        });
    int[] offsets = new int[Arrays.stream(users).max().orElse(-1) + 2];
    long[] sortedTimes = new long[order.length];
    int[] sortedItems = new int[order.length];
    float[] sortedDurations = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      offsets[users[order[i]] + 1]++;
      sortedTimes[i] = times[order[i]];
      sortedItems[i] = items[order[i]];
      sortedDurations[i] = durations[order[i]];
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    return new UserClicks(offsets, sortedTimes, sortedItems, sortedDurations);
  }

  /** A session for each user who has clicks. */
  Sessions sessions() {
    int[] users =
        IntStream.range(0, offsets.length - 1)
            .filter(user -> offsets[user + 1] > offsets[user])
            .toArray();
    int[] bounds = new int[users.length + 1];
    for (int s = 0; s < users.length; s++) {
      bounds[s + 1] = offsets[users[s] + 1];
    }
    return new Sessions(items, bounds, times, durations, users);
  }

  /**
   * The first click of a user that is not before {@code time}; where the next user's begin if none.
   */
  int firstFrom(int user, long time) {
    if (user < 0 || user + 1 >= offsets.length) {
      return 0; // of an unknown user nothing comes before it
    }
    int low = offsets[user];
    int high = offsets[user + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
