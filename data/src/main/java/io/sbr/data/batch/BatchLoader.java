package io.sbr.data.batch;

import io.sbr.data.Examples;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Builds the batches of one epoch ahead of their use, on a background thread of its own, and hands
 * them out in order. What goes wrong there is thrown from {@link #next()}.
 */
public final class BatchLoader implements AutoCloseable {
  /** Enough to bridge a pause of either side; more would only hold memory. */
  private static final int DEPTH = 4;

  private final BlockingQueue<Slot> queue = new ArrayBlockingQueue<>(DEPTH);
  private final Thread thread;
  private Slot end;

  /** A batch, or the end: with an error, or with neither when the epoch is over. */
  private record Slot(GraphBatch batch, Throwable error) {}

  /**
   * Begins to build at once.
   *
   * @param builder used by the background thread until this loader is closed
   * @param epoch from 0
   * @param firstBatch index of the first batch wanted, for a run that is resumed
   */
  public BatchLoader(
      BatchBuilder builder, Examples examples, BatchOrder plan, int epoch, int firstBatch) {
    thread = new Thread(() -> run(builder, examples, plan, epoch, firstBatch), "batch-builder");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(
      BatchBuilder builder, Examples examples, BatchOrder plan, int epoch, int firstBatch) {
    try {
      Slot last;
      try {
        for (int i = firstBatch; i < plan.batches(); i++) {
          queue.put(
              new Slot(
                  builder.build(examples, plan.batch(epoch, i), plan.carried(epoch, i)), null));
        }
        last = new Slot(null, null);
      } catch (RuntimeException | Error e) {
        last = new Slot(null, e);
      }
      queue.put(last);
    } catch (InterruptedException closed) {
      // close() wants this thread to end, and nobody waits for another batch.
    }
  }

  /**
   * The next batch of the epoch, or null when there is none left.
   *
   * @throws IllegalStateException if a batch could not be built, with the cause, or if the calling
   *     thread is interrupted or the loader closed
   */
  public GraphBatch next() {
    if (end == null) {
      Slot slot = take();
      if (slot.batch() != null) {
        return slot.batch();
      }
      end = slot;
    }
    if (end.error() != null) {
      throw new IllegalStateException(
          "a batch could not be built: " + end.error().getMessage(), end.error());
    }
    return null;
  }

  private Slot take() {
    if (!thread.isAlive() && queue.isEmpty()) {
      throw new IllegalStateException("the batch loader is closed");
    }
    try {
      return queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
  }

  /** Stops building and waits for the thread to end: at most the time of one batch. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    queue.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
