package io.sbr.bench.load.drive;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Says when requests are due. It knows nothing of answers, so none can hold it up; where the
 * machine lets it sleep too long, it says the times that were intended.
 */
final class Pacer {
  private final LoadSettings settings;
  private final long begin;
  private final Runnable wake;
  private final Queue<Long> due = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "load-pacer");
  private volatile boolean stopped;
  private volatile boolean over;
  private volatile long end;

  /**
   * Does nothing yet.
   *
   * @param begin of the schedule, {@link System#nanoTime}
   * @param wake called whenever something has become due
   */
  Pacer(LoadSettings settings, long begin, Runnable wake) {
    this.settings = settings;
    this.begin = begin;
    this.wake = wake;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  /** The next time that has come, {@link System#nanoTime}; null if none has. */
  Long due() {
    return due.poll();
  }

  /** Whether nothing more will be due. */
  boolean isOver() {
    return over && due.isEmpty();
  }

  /** When the last request should have gone, or would have, had it not been stopped. */
  long end() {
    return end;
  }

  private void run() {
    long length = settings.warmUp().plus(settings.time()).toNanos();
    for (long next = settings.schedule().getAsLong();
        next < length && await(begin + next);
        next = settings.schedule().getAsLong()) {
      due.add(begin + next);
      wake.run();
    }
    await(begin + length);
    end = System.nanoTime();
    over = true;
    wake.run();
  }

  private boolean await(long time) {
    while (!stopped) {
      long rest = time - System.nanoTime();
      if (rest <= 0) {
        return true;
      }
      LockSupport.parkNanos(rest);
    }
    return false;
  }
}
