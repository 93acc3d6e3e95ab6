package io.sbr.bench.http;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for SIGTERM or SIGINT; the JVM, already going down, then waits until what was served is
 * closed. The exit code stays that of the signal.
 */
final class UntilTold implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::tellAndWait, "until-told");

  /** Listens from now on. */
  UntilTold() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void tellAndWait() {
    told.countDown();
    try {
      closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the signal. */
  void await() throws InterruptedException {
    told.await();
  }

  /** All is closed. */
  @Override
  public void close() {
    closed.countDown();
    if (told.getCount() > 0) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // the signal came just now; the hook finds the latch open
      }
    }
  }
}
