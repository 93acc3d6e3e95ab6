package io.sbr.data.prepare;

import io.sbr.data.Sessions;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Clicks of a part of a log that follow one another, with the sessions that they are of: what is
 * sent at once, however long the part or a session of it is. A session that does not end with its
 * slice goes on in the next one.
 */
public final class SessionSlice implements Serializable {
  private static final long serialVersionUID = 1;

  private final int firstSession;
  private final int firstClick;
  private final DatedSessions dated;
  private final boolean last;

  private SessionSlice(int firstSession, int firstClick, DatedSessions dated, boolean last) {
    this.firstSession = firstSession;
    this.firstClick = firstClick;
    this.dated = dated;
    this.last = last;
  }

  /**
   * The slices of a part in their order, at least one. Each is made when it is asked for.
   *
   * @param most clicks of one, at least 1
   */
  static Iterator<SessionSlice> of(DatedSessions part, int most) {
    return new Iterator<>() {
      private int session;
      private int click;
      private boolean ended;

      @Override
      public boolean hasNext() {
        return !ended;
      }

      @Override
      public SessionSlice next() {
        if (ended) {
          throw new NoSuchElementException();
        }
        int[] offsets = part.sessions().offsets();
        int count = part.sessions().count();
        int to = (int) Math.min(part.sessions().clicks(), (long) click + most);
        int open = session;
        while (open < count && offsets[open + 1] <= to) {
          open++;
        }
        boolean cut = open < count && offsets[open] < to;
        ended = open == count;
        int within = session == count ? 0 : click - offsets[session];
        DatedSessions cutOut = cutOut(part, session, cut ? open + 1 : open, click, to);
        SessionSlice slice = new SessionSlice(session, within, cutOut, ended);
        session = open;
        click = to;
        return slice;
      }
    };
  }

  /** Sessions {@code [from, end)}, of which only clicks {@code [click, to)} are there. */
  private static DatedSessions cutOut(DatedSessions part, int from, int end, int click, int to) {
    Sessions all = part.sessions();
    int[] offsets = new int[end - from + 1];
    for (int s = from + 1; s <= end; s++) {
      offsets[s - from] = Math.min(all.offsets()[s], to) - click;
    }
    return new DatedSessions(
        new Sessions(
            Arrays.copyOfRange(all.items(), click, to),
            offsets,
            all.times() == null ? null : Arrays.copyOfRange(all.times(), click, to),
            all.durations() == null ? null : Arrays.copyOfRange(all.durations(), click, to),
            all.users() == null ? null : Arrays.copyOfRange(all.users(), from, end)),
        part.dates() == null ? null : Arrays.copyOfRange(part.dates(), from, end));
  }

  /** The number in its part of the first session here. */
  int firstSession() {
    return firstSession;
  }

  /** How many clicks of the first session are in slices before. */
  int firstClick() {
    return firstClick;
  }

  /** The sessions with such of their clicks as are here; users and dates are those of each. */
  DatedSessions dated() {
    return dated;
  }

  /** Whether the part ends with it. */
  public boolean isLast() {
    return last;
  }
}
