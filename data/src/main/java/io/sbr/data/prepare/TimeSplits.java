package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.IndexSort;
import io.sbr.data.Sessions;
import io.sbr.data.prepare.SplitRule.Parts;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/** Splits by time: what came later is tested on. */
final class TimeSplits {
  private static final long DAY = 86_400_000L;

  private TimeSplits() {}

  /**
   * SR-GNN's (docs/pipeline.md, section 13, steps 6 and 7). A session's date is that of the last
   * row read for it, in whole seconds, in Diginetica whole days; the split is the latest date less
   * {@code days}; earlier sessions are train, later ones test, and those of exactly that date, in
   * Diginetica a whole day, belong to neither. The authors' local time zone is left out: without a
   * change of clocks inside the log it shifts all dates alike.
   */
  static SplitRule srgnn(int days) {
    return (dated, seed) -> {
      needTimes(dated);
      long[] dates = new long[dated.dates().length];
      Arrays.setAll(dates, s -> Math.floorDiv(dated.dates()[s], 1000L) * 1000L);
      long split = Arrays.stream(dates).max().orElse(0) - days * DAY;
      return new Parts(
          part(dated, s -> dates[s] < split, s -> dates[s]),
          part(dated, s -> dates[s] > split, s -> dates[s]));
    };
  }

  /**
   * The last days by session start (GRU4Rec's comparison, docs/pipeline.md, section 14): test are
   * the sessions that start at or after the boundary; train are the <em>clicks</em> before it, so a
   * session that runs across is cut.
   *
   * @param end milliseconds since 1970, or null for the last click
   */
  static SplitRule byStart(int days, Long end) {
    return (dated, seed) -> {
      needTimes(dated);
      long boundary = end(dated, end) - days * DAY;
      long[] start = dated.starts();
      Sessions train = part(dated, s -> start[s] < boundary, s -> start[s]);
      BitSet early = new BitSet();
      for (int c = 0; c < train.clicks(); c++) {
        early.set(c, train.times()[c] < boundary);
      }
      return new Parts(
          Selection.clicks(train, early), part(dated, s -> start[s] >= boundary, s -> start[s]));
    };
  }

  /**
   * The last days by session end (NARM, STAMP): test are the sessions whose last click is after the
   * boundary.
   *
   * @param end milliseconds since 1970, or null for the last click
   */
  static SplitRule byEnd(int days, Long end) {
    return (dated, seed) -> {
      needTimes(dated);
      long boundary = end(dated, end) - days * DAY;
      long[] last = dated.lasts();
      return new Parts(
          part(dated, s -> last[s] <= boundary, s -> last[s]),
          part(dated, s -> last[s] > boundary, s -> last[s]));
    };
  }

  /**
   * GRU4Rec's own (hidasib/GRU4Rec, examples/rsc15/preprocess.py): as {@link #byEnd}, but a session
   * whose last click is at the very boundary is test.
   */
  static SplitRule endedSince(int days) {
    return (dated, seed) -> {
      needTimes(dated);
      long boundary = end(dated, null) - days * DAY;
      long[] last = dated.lasts();
      return new Parts(
          part(dated, s -> last[s] < boundary, s -> last[s]),
          part(dated, s -> last[s] >= boundary, s -> last[s]));
    };
  }

  /**
   * One of session-rec's sliding windows (docs/pipeline.md, section 14): window {@code index}
   * begins {@code index · shift} days after the first click, with {@code train} days and then
   * {@code test} days, by last click; sessions outside the window belong to neither part.
   */
  static SplitRule slice(int index, int train, int test, int shift) {
    return (dated, seed) -> {
      needTimes(dated);
      long[] last = dated.lasts();
      long first = Arrays.stream(dated.sessions().times()).min().orElse(0);
      long from = first + (long) index * shift * DAY;
      long middle = from + train * DAY;
      long to = middle + test * DAY;
      return new Parts(
          part(dated, s -> last[s] >= from && last[s] < middle, s -> last[s]),
          part(dated, s -> last[s] >= middle && last[s] <= to, s -> last[s]));
    };
  }

  /**
   * The last share of the sessions, rounded, but at least one on each side as in {@link
   * io.sbr.data.Split}; by start, in file order in a log without times.
   */
  static SplitRule fraction(double share) {
    return (dated, seed) -> {
      Sessions sessions = part(dated, s -> true, startOrNothing(dated));
      int count = sessions.count();
      int test = count < 2 ? 0 : (int) Math.max(1, Math.min(count - 1, Math.round(count * share)));
      return new Parts(sessions.range(0, count - test), sessions.range(count - test, count));
    };
  }

  /**
   * The last share of the time from the first click to the last: sessions that start then are test,
   * all others train, whole.
   */
  static SplitRule timeShare(double share) {
    return (dated, seed) -> {
      needTimes(dated);
      long first = Arrays.stream(dated.sessions().times()).min().orElse(0);
      long last = Arrays.stream(dated.sessions().times()).max().orElse(0);
      return startedSince(dated, last - Math.round(share * (last - first)));
    };
  }

  /**
   * The last share of the clicks: sessions that start no earlier than its first click are test, all
   * others train, whole.
   */
  static SplitRule clickShare(double share) {
    return (dated, seed) -> {
      needTimes(dated);
      long[] times = dated.sessions().times().clone();
      Arrays.sort(times);
      int first = Math.min(times.length - 1, (int) ((1 - share) * times.length + 1e-9));
      return startedSince(dated, times[first]);
    };
  }

  private static Parts startedSince(DatedSessions dated, long boundary) {
    long[] start = dated.starts();
    return new Parts(
        part(dated, s -> start[s] < boundary, s -> start[s]),
        part(dated, s -> start[s] >= boundary, s -> start[s]));
  }

  /** Everything is train. */
  static SplitRule none() {
    return (dated, seed) -> new Parts(part(dated, s -> true, startOrNothing(dated)), Sessions.of());
  }

  /** Start of a session, or the same for all in a log without times. */
  static IntToLongFunction startOrNothing(DatedSessions dated) {
    if (dated.sessions().times() == null) {
      return s -> 0;
    }
    long[] start = dated.starts();
    return s -> start[s];
  }

  /** The chosen sessions in order of {@code when}; ties keep their order. */
  static Sessions part(DatedSessions dated, IntPredicate choice, IntToLongFunction when) {
    int[] chosen = Selection.where(dated.sessions(), choice);
    IndexSort.sort(
        chosen, 0, chosen.length, (a, b) -> Long.compare(when.applyAsLong(a), when.applyAsLong(b)));
    return dated.sessions().chosen(chosen);
  }

  private static long end(DatedSessions dated, Long fixed) {
    return fixed != null ? fixed : Arrays.stream(dated.sessions().times()).max().orElse(0);
  }

  private static void needTimes(DatedSessions dated) {
    if (dated.sessions().times() == null) {
      throw new DataException("this split needs times, and the log has none");
    }
  }
}
