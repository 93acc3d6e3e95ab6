package io.sbr.spark.prepare;

import io.sbr.data.prepare.LogSessions;
import io.sbr.data.prepare.SessionSlice;
import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * What a task has made of its part, piece by piece, so that no piece is too large to be sent: first
 * the outline, then the slices of its sessions.
 *
 * @param outline of the part, or null
 * @param slice of its sessions, or null
 */
record PartOutcome(LogSessions outline, SessionSlice slice) implements Serializable {
  /** To fetch a slice, those before are read: a long part has few. */
  private static final int FEW = 8;

  /** Of a slice at most: 256 MiB, of the 1 GiB that Spark lets a driver take at once. */
  private static final int MOST_CLICKS = 1 << 24;

  /**
   * The outcome of a part. An executor that sends a slice holds it three times, still less than it
   * had to hold while the part was made, of which a slice is a small share.
   *
   * @param leastClicks that a slice has, where the part has as many
   */
  static Iterator<PartOutcome> of(LogSessions part, int leastClicks) {
    int share = Math.min(MOST_CLICKS, part.clicks() / FEW + 1);
    Iterator<SessionSlice> slices = part.slices(Math.max(leastClicks, share));
    return new Iterator<>() {
      private boolean begun;

      @Override
      public boolean hasNext() {
        return !begun || slices.hasNext();
      }

      @Override
      public PartOutcome next() {
        if (begun) {
          return new PartOutcome(null, slices.next());
        }
        begun = true;
        return new PartOutcome(part.outline(), null);
      }
    };
  }

  /**
   * A slice out of an outcome.
   *
   * @param number of the slice, from 0
   */
  static SessionSlice slice(Iterator<PartOutcome> outcome, int number) {
    for (int passed = 0; passed <= number; passed++) {
      outcome.next();
    }
    return outcome.next().slice();
  }

  /** Asks for the slices of all parts in their order, one at a time. */
  static Iterator<SessionSlice> slices(int parts, SliceOf source) {
    return new Iterator<>() {
      private int part;
      private int number;

      @Override
      public boolean hasNext() {
        return part < parts;
      }

      @Override
      public SessionSlice next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        SessionSlice slice = source.get(part, number++);
        if (slice.isLast()) {
          part++;
          number = 0;
        }
        return slice;
      }
    };
  }

  /** Fetches a slice. */
  @FunctionalInterface
  interface SliceOf {
    /** The slice of a part with this number, both from 0. */
    SessionSlice get(int part, int number);
  }
}
