package io.sbr.kernels.cpu.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads for parallel regions. A region is a number of tasks, cut by the shape of
 * the work and never by the size of the team, handed out by a counter; the caller takes part. Tasks
 * must not depend on each other, so the bits of a result do not depend on who ran what.
 *
 * <p>A worker without work spins for some 40 microseconds, because the next region of a training
 * step comes soon and waking a parked thread takes longer than many regions do; then it parks. One
 * region runs at a time: whoever finds the team busy, be it another thread or a task of the region
 * itself, runs its tasks alone.
 */
public final class ThreadTeam implements AutoCloseable {
  /** One task of a region. */
  public interface Task {
    /** Does task {@code index}; different tasks may run at the same time. */
    public void run(int index);
  }

  private static final long SPIN_NANOS = 40_000;
  private static final int SPINS_PER_LOOK = 64;

  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile Region current;
  private volatile boolean closed;

  /** A team of {@code threads}, the caller of {@link #run} counted. */
  ThreadTeam(int threads) {
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  /** Number of threads that work on a region, the caller counted. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Runs tasks 0 … tasks−1 and returns when all are done. The first exception of a task ends the
   * region and is thrown here.
   */
  public void run(int tasks, Task task) {
    if (tasks <= 1 || workers.length == 0 || closed || !busy.compareAndSet(false, true)) {
      for (int i = 0; i < tasks; i++) {
        task.run(i);
      }
      return;
    }
    Region region = new Region(tasks, task);
    try {
      current = region;
      int helpers = Math.min(workers.length, tasks - 1);
      for (int i = 0; i < helpers; i++) {
        workers[i].wake();
      }
      region.work();
      region.await();
    } finally {
      current = null;
      busy.set(false);
    }
    region.rethrow();
  }

  /** Ends the workers; later regions run on their callers alone. */
  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
  }

  private static final class Region {
    private final int tasks;
    private final Task task;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger open;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Region(int tasks, Task task) {
      this.tasks = tasks;
      this.task = task;
      open = new AtomicInteger(tasks);
    }

    /** Takes tasks until none is left; after a failure takes them without running them. */
    void work() {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            task.run(i);
          }
        } catch (Throwable problem) {
          failure.compareAndSet(null, problem);
        } finally {
          if (open.decrementAndGet() == 0) {
            LockSupport.unpark(caller);
          }
        }
      }
    }

    void await() {
      long end = System.nanoTime() + SPIN_NANOS;
      while (open.get() > 0) {
        if (System.nanoTime() < end) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
    }

    void rethrow() {
      Throwable problem = failure.get();
      if (problem instanceof RuntimeException exception) {
        throw exception;
      }
      if (problem instanceof Error error) {
        throw error;
      }
    }
  }

  private final class Worker extends Thread {
    private volatile boolean parked;

    Worker(int number) {
      super("sbr-cpu-" + number);
      setDaemon(true);
    }

    void wake() {
      if (parked) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      Region done = null;
      while (!closed) {
        Region region = current;
        if (region != null && region != done) {
          region.work();
          done = region;
        } else {
          pause(done);
        }
      }
    }

    private void pause(Region done) {
      long end = System.nanoTime() + SPIN_NANOS;
      do {
        for (int i = 0; i < SPINS_PER_LOOK; i++) {
          if (news(done)) {
            return;
          }
          Thread.onSpinWait();
        }
      } while (System.nanoTime() < end);
      parked = true;
      // Looking again after saying so: a region published in between would not wake this thread.
      while (!news(done)) {
        LockSupport.park(this);
      }
      parked = false;
    }

    private boolean news(Region done) {
      Region region = current;
      return closed || region != null && region != done;
    }
  }
}
