package io.sbr.data.prepare.column;

import io.sbr.data.read.Click;

/**
 * The times of a log's clicks: eight bytes each, and four more from the first click on that has a
 * part of a millisecond, which a data set does not keep but which orders clicks.
 */
public final class ClickTimes {
  private final LongColumn millis = new LongColumn();
  private IntColumn nanos;
  private long least = Long.MAX_VALUE;
  private long most = Long.MIN_VALUE;

  /** Adds the time of a click, which must have one. */
  public void add(Click click) {
    millis.add(click.time());
    if (click.nanos() != 0 && nanos == null) {
      nanos = new IntColumn();
      for (int c = 1; c < millis.size(); c++) {
        nanos.add(0);
      }
    }
    if (nanos != null) {
      nanos.add(click.nanos());
    }
    least = Math.min(least, click.time());
    most = Math.max(most, click.time());
  }

  /** The earliest and the latest. */
  public TimeSpan span() {
    return new TimeSpan(least, most);
  }

  /** Compares two clicks by time. */
  public int compare(int a, int b) {
    int compared = Long.compare(millis.get(a), millis.get(b));
    return compared != 0 || nanos == null ? compared : Integer.compare(nanos.get(a), nanos.get(b));
  }

  /** Hands over the milliseconds of clicks, in the order given. */
  public long[] drain(int[] order) {
    return millis.drain(order);
  }

  /** Hands over what they have beyond, or null if that is nothing throughout. */
  public int[] drainNanos(int[] order) {
    return nanos == null ? null : nanos.drain(order);
  }
}
