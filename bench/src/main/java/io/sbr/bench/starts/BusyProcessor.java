package io.sbr.bench.starts;

/** Keeps one processor busy, as another program would, until it is closed. */
final class BusyProcessor implements AutoCloseable {
  private final Thread thread = new Thread(this::spin, "busy-processor");
  private volatile boolean closed;

  /** Begins at once. */
  BusyProcessor() {
    thread.setDaemon(true);
    thread.start();
  }

  private void spin() {
    while (!closed) {
      Thread.onSpinWait();
    }
  }

  /** Lets the processor go; returns when it is free. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // it ends within microseconds
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
