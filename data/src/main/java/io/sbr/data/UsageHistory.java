package io.sbr.data;

import java.util.Arrays;

/**
 * What each user viewed and when, to answer how often and how long over the month, week and day
 * before a moment (PSR-GAT's usage statistics, docs/models.md, section 6), or what was clicked in
 * which session (the user's own counts, section 10). No look-ahead: an answer depends on nothing
 * that the log tells of that moment or later, not even on when a view ended that was still open
 * then.
 *
 * <p>Sorting the clicks by user waits for the first question, so that a model that asks none costs
 * nothing. From then on memory is some 20 bytes a click for either kind of question, and an answer
 * takes time in proportion to the user's month, or to all of the user's past. Safe to share between
 * threads.
 */
public final class UsageHistory {
  /** Frequency and duration over each of three windows. */
  public static final int STATISTICS = 6;

  private static final long DAY = 86_400_000L;
  private static final long[] WINDOWS = {30 * DAY, 7 * DAY, DAY};

  private final double openDuration;
  private final UserIds users;
  private final Sessions[] parts;
  private UserClicks clicks;
  private UserSessions sessions;

  /**
   * The clicks of all sessions of known users; none where sessions lack users or times.
   *
   * @param openDuration seconds that count for a view whose end is not known
   * @param parts sessions that number users and items alike
   */
  public UsageHistory(double openDuration, Sessions... parts) {
    this(openDuration, UserIds.NUMBERS, parts);
  }

  /**
   * The same of users who go by their ids.
   *
   * @param users the ids
   */
  public UsageHistory(double openDuration, UserIds users, Sessions... parts) {
    this.openDuration = (float) openDuration; // as sessions keep it for a last click
    this.users = users;
    this.parts = parts.clone();
  }

  /** The history of both parts of a data set. */
  public static UsageHistory of(Dataset data) {
    return new UsageHistory(data.lastDuration(), data.users(), data.train(), data.test());
  }

  /** No history: nobody ever used anything. */
  public static UsageHistory none() {
    return new UsageHistory(0);
  }

  /** The users whose views these are. */
  public UserIds users() {
    return users;
  }

  /**
   * All views, as one session for each user who has any: to be kept. What is made of it again
   * answers with the same bits.
   */
  public Sessions byUser() {
    return clicks().sessions();
  }

  /**
   * What a user viewed before a moment.
   *
   * @param user negative or never seen for an unknown one
   * @param moment milliseconds since 1970
   */
  public Usage before(int user, long moment) {
    UserClicks all = clicks();
    int end = all.firstFrom(user, moment);
    int begin = all.firstFrom(user, moment - WINDOWS[0]);
    int[] distinct = Arrays.stream(all.items(), begin, end).sorted().distinct().toArray();
    double[] statistics = new double[distinct.length * STATISTICS];
    for (int c = begin; c < end; c++) {
      int row = Arrays.binarySearch(distinct, all.items()[c]) * STATISTICS;
      long ago = moment - all.times()[c];
      double seconds = seconds(all.durations()[c], ago);
      for (int w = 0; w < WINDOWS.length && ago <= WINDOWS[w]; w++) {
        statistics[row + 2 * w]++;
        statistics[row + 2 * w + 1] += seconds;
      }
    }
    return new Usage(distinct, statistics);
  }

  /**
   * What a user clicked before a moment, session by session.
   *
   * @param user negative or never seen for an unknown one
   * @param moment milliseconds since 1970
   */
  public UserPast pastOf(int user, long moment) {
    return userSessions().before(user, moment);
  }

  /**
   * The sessions of all users, those of a user together and in order of their starts: to be kept,
   * like {@link #byUser}, by whoever asks for {@link #pastOf}.
   */
  public Sessions sessionsByUser() {
    return userSessions().sessions();
  }

  private synchronized UserSessions userSessions() {
    if (sessions == null) {
      sessions = UserSessions.of(parts);
    }
    return sessions;
  }

  /** How long a view had lasted that began so many milliseconds ago, as far as the log told. */
  private double seconds(float duration, long ago) {
    // Rounded up by more than seconds lost as floats (2⁻²⁴ of them, twice if divided as floats), so
    // that a view that ended at the moment never counts as ended before it.
    double lasted = Math.ceil(duration * 1000.0 * (1 + 0x1p-22));
    return lasted < ago ? duration : Math.min(openDuration, ago / 1000.0);
  }

  private synchronized UserClicks clicks() {
    if (clicks == null) {
      clicks = UserClicks.of(parts);
    }
    return clicks;
  }

  /**
   * What one user viewed, sparse.
   *
   * @param items ascending, from 1
   * @param statistics {@code [items, 6]} views and seconds of the month, of the week, of the day
   */
  public record Usage(int[] items, double[] statistics) {
    /** Of somebody who viewed nothing. */
    public static final Usage NOTHING = new Usage(new int[0], new double[0]);

    /** The same with log(1 + x) for each statistic x, which tells few views from none. */
    public Usage logs() {
      return new Usage(items, Arrays.stream(statistics).map(Math::log1p).toArray());
    }

    /**
     * What scores are scaled by: exp(x) − 1 of each statistic, x its min-max norm over the whole
     * catalogue, so that it is 0 for an item never viewed (docs/models.md, section 6, step 8).
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
