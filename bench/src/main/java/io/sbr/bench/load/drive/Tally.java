package io.sbr.bench.load.drive;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Counts what becomes of requests. Times are from the intended start. Those of right answers and of
 * requests that were given up go into the percentiles, the latter with the time that was waited in
 * vain; a refusal, which is quick, is no answer and does not.
 */
final class Tally {
  private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;

  private final Histogram latency = new Histogram(LONGEST, DIGITS);
  private final Histogram late = new Histogram(LONGEST, DIGITS);
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private long asked;
  private long answered;
  private long wrong;
  private long timeouts;
  private long lastAnswer;

  /** A request's intended time has come. */
  void asked() {
    asked++;
  }

  /** A request left this long after its intended time. */
  void sent(long nanos) {
    late.recordValue(bounded(nanos));
  }

  /** An answer has come. */
  void answered(Answer answer, boolean right, long nanos, long now) {
    statuses.merge(answer.status(), 1L, Long::sum);
    lastAnswer = now;
    if (!answer.isOk()) {
      return;
    }
    answered++;
    latency.recordValue(bounded(nanos));
    if (!right) {
      wrong++;
    }
  }

  /** The deadline of a request has passed. */
  void timedOut(long nanos) {
    timeouts++;
    latency.recordValue(bounded(nanos));
  }

  /** The connection of a request has failed. */
  void failed(String why) {
    failures.merge(why, 1L, Long::sum);
  }

  private static long bounded(long nanos) {
    return Math.min(Math.max(nanos, 0), LONGEST);
  }

  /**
   * What was counted.
   *
   * @param begin when counting began, {@link System#nanoTime}
   * @param end when the last request should have gone
   */
  LoadResult result(long begin, long end) {
    double seconds = (Math.max(end, lastAnswer) - begin) / 1e9;
    return new LoadResult(
        seconds,
        asked,
        answered,
        wrong,
        timeouts,
        new TreeMap<>(statuses),
        new TreeMap<>(failures),
        new Percentiles(latency),
        new Percentiles(late));
  }
}
