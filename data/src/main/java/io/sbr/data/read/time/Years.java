package io.sbr.data.read.time;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * The years that a click can be of. Other times are those of another unit, of another column or of
 * a broken clock.
 *
 * @param from first millisecond since 1970
 * @param to the millisecond after the last
 */
public record Years(long from, long to) implements Serializable {
  /** From 1990 to 2100: no click is older than the web. */
  public static final Years USUAL = new Years(631_152_000_000L, 4_133_980_800_000L);

  /** All there are. */
  public static final Years ANY = new Years(Long.MIN_VALUE, Long.MAX_VALUE);

  /** Whether a time, milliseconds since 1970, is of these years. */
  public boolean contain(long millis) {
    return millis >= from && millis < to;
  }

  /** The year of a time, for messages. */
  static int of(long millis) {
    return Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC).getYear();
  }
}
