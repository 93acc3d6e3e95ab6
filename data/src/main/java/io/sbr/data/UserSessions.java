package io.sbr.data;

import java.util.Arrays;

/**
 * The sessions of each user, in order of their starts, to tell what a user had clicked before a
 * moment and what right after what.
 */
final class UserSessions {
  private final Sessions sessions;
  private final long[] starts;

  /** Where the sessions of each user begin. */
  private final int[] firstOfUser;

  private UserSessions(Sessions sessions, long[] starts, int[] firstOfUser) {
    this.sessions = sessions;
    this.starts = starts;
    this.firstOfUser = firstOfUser;
  }

  /** Those of known users; none where sessions lack users or times. */
  static UserSessions of(Sessions... parts) {
    Sessions all = joined(parts);
    int[] users = all.users();
    long[] begun = new long[all.count()];
    Arrays.setAll(begun, s -> all.length(s) == 0 ? Long.MAX_VALUE : all.start(s));
    int[] order = new int[all.count()];
    int known = 0;
    for (int s = 0; s < order.length; s++) {
      if (users[s] >= 0 && all.length(s) > 0) {
        order[known++] = s;
      }
    }
    order = Arrays.copyOf(order, known);
    IndexSort.sort(
        order,
        0,
        known,
        (a, b) -> {
          int byUser = Integer.compare(users[a], users[b]);
          return byUser != 0 ? byUser : Long.compare(begun[a], begun[b]);
        });
    Sessions sorted = all.chosen(order);
    int[] firstOfUser = new int[Arrays.stream(sorted.users()).max().orElse(-1) + 2];
    for (int user : sorted.users()) {
      firstOfUser[user + 1]++;
    }
    Arrays.parallelPrefix(firstOfUser, Integer::sum);
    return new UserSessions(
        sorted, Arrays.stream(order).mapToLong(s -> begun[s]).toArray(), firstOfUser);
  }

  /**
   * The sessions of all parts that have users and times, one part after another. Where durations
   * are not known they are infinite.
   */
  static Sessions joined(Sessions... parts) {
    Sessions[] known =
        Arrays.stream(parts)
            .filter(part -> part.users() != null && part.times() != null)
            .toArray(Sessions[]::new);
    int clicks = Arrays.stream(known).mapToInt(Sessions::clicks).sum();
    int count = Arrays.stream(known).mapToInt(Sessions::count).sum();
    int[] items = new int[clicks];
    long[] times = new long[clicks];
    float[] durations = new float[clicks];
    int[] offsets = new int[count + 1];
    int[] users = new int[count];
    int at = 0;
    int session = 0;
    for (Sessions part : known) {
      System.arraycopy(part.items(), 0, items, at, part.clicks());
      System.arraycopy(part.times(), 0, times, at, part.clicks());
      if (part.durations() != null) {
        System.arraycopy(part.durations(), 0, durations, at, part.clicks());
      } else {
        Arrays.fill(durations, at, at + part.clicks(), Float.POSITIVE_INFINITY);
      }
      for (int s = 0; s < part.count(); s++) {
        users[session] = part.users()[s];
        offsets[++session] = at + part.offsets()[s + 1];
      }
      at += part.clicks();
    }
    return new Sessions(items, offsets, times, durations, users);
  }

  /** All of them, those of a user together and in order of their starts. */
  Sessions sessions() {
    return sessions;
  }

  /**
   * What a user clicked before a moment. Of a session that goes on at the moment only the clicks
   * before it.
   *
   * @param user negative or never seen for an unknown one
   * @param moment milliseconds since 1970
   */
  UserPast before(int user, long moment) {
    if (user < 0 || user + 1 >= firstOfUser.length) {
      return UserPast.NOTHING;
    }
    int from = firstOfUser[user];
    int to = from;
    while (to < firstOfUser[user + 1] && starts[to] < moment) {
      to++;
    }
    int most = sessions.offset(to) - sessions.offset(from);
    int[] items = new int[most];
    long[] times = new long[most];
    int[] offsets = new int[to - from + 1];
    int clicks = 0;
    for (int s = from; s < to; s++) {
      for (int c = sessions.offset(s); c < sessions.offsets()[s + 1]; c++) {
        if (sessions.times()[c] < moment) {
          items[clicks] = sessions.items()[c];
          times[clicks++] = sessions.times()[c];
        }
      }
      offsets[s - from + 1] = clicks;
    }
    return clicks == most
        ? new UserPast(items, times, offsets)
        : new UserPast(Arrays.copyOf(items, clicks), Arrays.copyOf(times, clicks), offsets);
  }
}
