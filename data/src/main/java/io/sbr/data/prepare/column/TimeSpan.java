package io.sbr.data.prepare.column;

import io.sbr.data.read.time.Years;
import java.io.Serializable;

/**
 * The earliest and the latest of some times.
 *
 * @param least milliseconds; the greatest number if there are none
 * @param most milliseconds; the least number if there are none
 */
public record TimeSpan(long least, long most) implements Serializable {
  /** Of no times. */
  public static final TimeSpan NONE = new TimeSpan(Long.MAX_VALUE, Long.MIN_VALUE);

  /** That of these times and of others. */
  public TimeSpan and(TimeSpan other) {
    return new TimeSpan(Math.min(least, other.least), Math.max(most, other.most));
  }

  /** Whether all count from a start that the log does not tell: none is of these years. */
  public boolean countsFromAnUnknownStart(Years years) {
    return most < years.from();
  }

  /** Whether some count from 1970, and some from another start. */
  public boolean hasSeveralStarts(Years years) {
    return least < years.from() && most >= years.from();
  }
}
