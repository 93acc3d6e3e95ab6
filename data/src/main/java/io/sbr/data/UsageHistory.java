package io.sbr.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What each user viewed and when, to answer how often and how long over the month, week and day
 * before a moment (PSR-GAT's usage statistics, spec/models.md, section 6). No look-ahead: an answer
 * depends on nothing that the log tells of that moment or later, not even on when a view ended that
 * was still open then.
 *
 * <p>Memory is 20 bytes a click; an answer takes time in proportion to the user's month. Immutable
 * and so safe to share.
 */
public final class UsageHistory {
  /** Frequency and duration over each of three windows. */
  public static final int STATISTICS = 6;

  private static final long DAY = 86_400_000L;
  private static final long[] WINDOWS = {30 * DAY, 7 * DAY, DAY};

  private final double openDuration;

  /** {@code [users + 1]} where the clicks of each user begin. */
  private final int[] offsets;

  private final long[] times;
  private final int[] items;
  private final float[] durations;

  /**
   * The clicks of all sessions of known users; none where sessions lack users or times.
   *
   * @param openDuration seconds that count for a view whose end is not known
   * @param parts sessions that number users and items alike
   */
  public UsageHistory(double openDuration, Sessions... parts) {
    this.openDuration = (float) openDuration; // as sessions keep it for a last click
    Sessions[] known =
        Arrays.stream(parts)
            .filter(part -> part.users() != null && part.times() != null)
            .toArray(Sessions[]::new);
    int clicks = Arrays.stream(known).mapToInt(Sessions::clicks).sum();
    int[] userOf = new int[clicks];
    int[] allItems = new int[clicks];
    long[] allTimes = new long[clicks];
    float[] allDurations = new float[clicks];
    int at = 0;
    for (Sessions part : known) {
      for (int s = 0; s < part.count(); s++) {
        Arrays.fill(userOf, at + part.offset(s), at + part.offsets()[s + 1], part.users()[s]);
      }
      System.arraycopy(part.items(), 0, allItems, at, part.clicks());
      System.arraycopy(part.times(), 0, allTimes, at, part.clicks());
      if (part.durations() != null) {
        System.arraycopy(part.durations(), 0, allDurations, at, part.clicks());
      } else {
        Arrays.fill(allDurations, at, at + part.clicks(), Float.POSITIVE_INFINITY); // never ends
      }
      at += part.clicks();
    }

    int[] order = IntStream.range(0, clicks).filter(c -> userOf[c] >= 0).toArray();
    IndexSort.sort(
        order,
        0,
        order.length,
        (a, b) -> {
          int byUser = Integer.compare(userOf[a], userOf[b]);
          return byUser != 0 ? byUser : Long.compare(allTimes[a], allTimes[b]);
        });
    offsets = new int[Arrays.stream(userOf).max().orElse(-1) + 2];
    times = new long[order.length];
    items = new int[order.length];
    durations = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      offsets[userOf[order[i]] + 1]++;
      times[i] = allTimes[order[i]];
      items[i] = allItems[order[i]];
      durations[i] = allDurations[order[i]];
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
  }

  /** The history of both parts of a data set. */
  public static UsageHistory of(Dataset data) {
    return new UsageHistory(data.lastDuration(), data.train(), data.test());
  }

  /** No history: nobody ever used anything. */
  public static UsageHistory none() {
    return new UsageHistory(0);
  }

  /**
   * What a user viewed before a moment.
   *
   * @param user negative or never seen for an unknown one
   * @param moment milliseconds since 1970
   */
  public Usage before(int user, long moment) {
    if (user < 0 || user + 1 >= offsets.length) {
      return Usage.NOTHING;
    }
    int end = firstFrom(offsets[user], offsets[user + 1], moment);
    int begin = firstFrom(offsets[user], end, moment - WINDOWS[0]);
    int[] distinct = IntStream.range(begin, end).map(i -> items[i]).sorted().distinct().toArray();
    double[] statistics = new double[distinct.length * STATISTICS];
    for (int i = begin; i < end; i++) {
      int row = Arrays.binarySearch(distinct, items[i]) * STATISTICS;
      double seconds = seconds(i, moment);
      for (int w = 0; w < WINDOWS.length && times[i] >= moment - WINDOWS[w]; w++) {
        statistics[row + 2 * w]++;
        statistics[row + 2 * w + 1] += seconds;
      }
    }
    return new Usage(distinct, statistics);
  }

  /** How long a view had lasted, as far as the log told before the moment. */
  private double seconds(int view, long moment) {
    // Rounded up by more than seconds lost as floats (2⁻²⁴ of them, twice if divided as floats), so
    // that a view that ended at the moment never counts as ended before it.
    double lasted = Math.ceil(durations[view] * 1000.0 * (1 + 0x1p-22));
    return times[view] + lasted < moment
        ? durations[view]
        : Math.min(openDuration, (moment - times[view]) / 1000.0);
  }

  /** The first of clicks {@code [from, to)} that is not before {@code time}. */
  private int firstFrom(int from, int to, long time) {
    int low = from;
    int high = to;
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

  /**
   * What one user viewed, sparse.
   *
   * @param items ascending, from 1
   * @param statistics {@code [items, 6]} views and seconds of the month, of the week, of the day
   */
  public record Usage(int[] items, double[] statistics) {
    private static final Usage NOTHING = new Usage(new int[0], new double[0]);

    /**
     * What scores are scaled by: exp(x) − 1 of each statistic, x its min-max norm over the whole
     * catalogue, so that it is 0 for an item never viewed (spec/models.md, section 6, step 8).
     *
     * @param itemCount N
     */
    public double[] boosts(int itemCount) {
      double[] boosts = new double[statistics.length];
      for (int k = 0; k < STATISTICS; k++) {
        double least = items.length < itemCount ? 0 : Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i = k; i < statistics.length; i += STATISTICS) {
          least = Math.min(least, statistics[i]);
          most = Math.max(most, statistics[i]);
        }
        for (int i = k; i < statistics.length && most > least; i += STATISTICS) {
          boosts[i] = Math.expm1((statistics[i] - least) / (most - least));
        }
      }
      return boosts;
    }
  }
}
