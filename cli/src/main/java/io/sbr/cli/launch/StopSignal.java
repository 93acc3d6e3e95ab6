package io.sbr.cli.launch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * SIGINT and SIGTERM as a wish to stop: the JVM, already going down, waits until the work has seen
 * the wish, has saved and has said so with {@link #close}. The exit code stays that of the signal.
 */
public final class StopSignal implements BooleanSupplier, AutoCloseable {
  /** A wait without end would turn a hanging disk into a process that only SIGKILL ends. */
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch saved = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop-signal");
  private volatile boolean wanted;

  /** Listens from now on. */
  public StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stopAndWait() {
    wanted = true;
    try {
      saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether to save and end. */
  @Override
  public boolean getAsBoolean() {
    return wanted;
  }

  /** All is saved. */
  @Override
  public void close() {
    saved.countDown();
    if (!wanted) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal came just now; the hook finds the latch open.
      }
    }
  }
}
