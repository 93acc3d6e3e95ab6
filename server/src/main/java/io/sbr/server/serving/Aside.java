package io.sbr.server.serving;

import io.sbr.server.serving.UnansweredException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Work for people who look at runs, one piece at a time on a thread of its own: it may take many
 * passes, and visitors wait for none of them.
 */
public final class Aside implements AutoCloseable {
  private static final int MOST = 32;
  private static final long IDLE_SECONDS = 10;

  private final int most;
  private final Duration deadline;
  private final ScheduledExecutorService timer;
  private final AtomicInteger open = new AtomicInteger();
  private final ThreadPoolExecutor thread;

  /**
   * Nothing is done yet.
   *
   * @param settings whose deadline holds here, too, and whose queue is longer than this one
   * @param timer for deadlines
   */
  public Aside(ServingSettings settings, ScheduledExecutorService timer) {
    most = Math.min(settings.queue(), MOST);
    deadline = settings.deadline();
    this.timer = timer;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> new Thread(work, "sbr-aside"));
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Has something done.
   *
   * @return fails with what the work threw, or with an {@link UnansweredException} if as much waits
   *     as may, or at the deadline
   */
  public <T> CompletableFuture<T> ask(Supplier<T> work) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return CompletableFuture.failedFuture(
          new UnansweredException(
              Reason.FULL, "%d questions wait, as many as may".formatted(most)));
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    long begun = System.nanoTime();
    thread.execute(
        () -> {
          try {
            if (System.nanoTime() - begun >= deadline.toNanos()) {
              late(answer);
            } else {
              answer.complete(work.get());
            }
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
          } finally {
            open.decrementAndGet();
          }
        });
    ScheduledFuture<?> alarm =
        timer.schedule(() -> late(answer), deadline.toNanos(), TimeUnit.NANOSECONDS);
    answer.whenComplete((done, failure) -> alarm.cancel(false));
    return answer;
  }

  private void late(CompletableFuture<?> answer) {
    answer.completeExceptionally(
        new UnansweredException(
            Reason.LATE, "no answer within %d ms".formatted(deadline.toMillis())));
  }

  /** Waits for what is being done; what has not begun is left. */
  @Override
  public void close() {
    thread.shutdown();
    thread.getQueue().clear();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true; // the runs that it asks are freed after this
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
