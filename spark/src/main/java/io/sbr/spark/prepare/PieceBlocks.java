package io.sbr.spark.prepare;

import io.sbr.spark.cluster.BlockPlace;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * The blocks of a piece as a task asks for them. Readers hand rows over, and Spark takes blocks: a
 * thread of its own reads, a few blocks ahead, so that a file that cannot be cut is never held as a
 * whole. It ends with its task.
 */
final class PieceBlocks implements Iterator<Tuple2<BlockPlace, byte[]>> {
  private static final int AHEAD = 64;

  private final BlockingQueue<Next> queue = new ArrayBlockingQueue<>(AHEAD);
  private Next next;

  /** A block, or how reading ended: with a failure, or with null for both at the end. */
  private record Next(Tuple2<BlockPlace, byte[]> block, Throwable failure) {}

  /** Reads a piece and hands on its blocks. */
  @FunctionalInterface
  interface Source {
    /** Reads all of it. */
    void read(Consumer<Tuple2<BlockPlace, byte[]>> full);
  }

  /** Begins to read. */
  PieceBlocks(TaskContext task, Source source) {
    Thread reader = new Thread(() -> read(source), "sbr-read");
    reader.setDaemon(true);
    reader.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    task.addTaskCompletionListener((TaskCompletionListener) ended -> reader.interrupt());
    reader.start();
  }

  private void read(Source source) {
    Throwable failure = null;
    try {
      source.read(block -> put(new Next(block, null)));
    } catch (Stopped e) {
      return;
    } catch (Throwable e) { // an error, too, belongs to the task
      failure = e;
    }
    try {
      put(new Next(null, failure));
    } catch (Stopped e) {
      // nobody is there to be told
    }
  }

  private void put(Next value) {
    try {
      queue.put(value);
    } catch (InterruptedException e) {
      throw new Stopped();
    }
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = queue.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the task was stopped", e);
      }
    }
    if (next.failure() instanceof RuntimeException failure) {
      throw failure;
    }
    if (next.failure() instanceof Error error) {
      throw error;
    }
    return next.block() != null;
  }

  @Override
  public Tuple2<BlockPlace, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Tuple2<BlockPlace, byte[]> block = next.block();
    next = null;
    return block;
  }
}
