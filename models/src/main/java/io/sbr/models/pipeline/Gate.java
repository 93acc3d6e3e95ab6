package io.sbr.models.pipeline;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Stands between the calls of many threads and the one that closes what they use. Memory that is
 * given back goes to whoever asks next, so a call that still reads it would answer with somebody
 * else's numbers: closing waits until the last call is out, and lets no other in.
 */
final class Gate {
  private final String closedMessage;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closed;
  private boolean freed;

  /**
   * An open gate.
   *
   * @param closedMessage what a call after closing is told
   */
  Gate(String closedMessage) {
    this.closedMessage = closedMessage;
  }

  /**
   * Makes a call, which may make further ones.
   *
   * @throws IllegalStateException if it is closed
   */
  <T> T call(Supplier<T> work) {
    boolean inside = lock.getReadHoldCount() > 0; // its memory is safe until the outer call ends
    if (!inside) {
      refuseClosed(); // at once, not only when those inside are out
    }
    lock.readLock().lock();
    try {
      if (!inside) {
        refuseClosed();
      }
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void refuseClosed() {
    if (closed) {
      throw new IllegalStateException(closedMessage);
    }
  }

  /**
   * Refuses new calls, waits for those inside, then frees. Whoever closes once more, or at the same
   * time, waits as well and frees nothing.
   *
   * @throws IllegalStateException if it is called from inside a call, which would wait for itself
   */
  void close(Runnable free) {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException("closed from inside one of its own calls");
    }
    closed = true;
    lock.writeLock().lock();
    try {
      if (!freed) {
        freed = true;
        free.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
