package io.sbr.server.jetty;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Room for the bodies of all requests that are under way. Each has a limit of its own, but as many
 * may come at a time as there are connections, and memory ends before that.
 */
final class BodyRoom {
  private final long bytes;
  private final AtomicLong taken = new AtomicLong();

  BodyRoom(long bytes) {
    this.bytes = bytes;
  }

  /** Bytes that are taken now. */
  long taken() {
    return taken.get();
  }

  /** What one request takes of it. */
  final class Share {
    private long held;
    private boolean over;

    /** Takes more; false if there is no more, or the request is over. */
    synchronized boolean take(int more) {
      if (over) {
        return false;
      }
      if (taken.addAndGet(more) > bytes) {
        taken.addAndGet(-more);
        return false;
      }
      held += more;
      return true;
    }

    /** The request is over, and its body of no use any more. */
    synchronized void giveBack() {
      if (!over) {
        over = true;
        taken.addAndGet(-held);
      }
    }
  }

  /** The share of a request that begins. */
  Share share() {
    return new Share();
  }
}
