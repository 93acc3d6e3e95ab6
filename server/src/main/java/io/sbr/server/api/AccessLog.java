package io.sbr.server.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A JSON object a line for each request: when, which route, status, milliseconds, bytes, run and
 * version. Not who asked and not about what: no address, path, query, header, item or session.
 *
 * <p>A thread of its own writes, so that a slow disk delays no answer; what it cannot keep up with
 * is counted and left out.
 */
public final class AccessLog implements AutoCloseable {
  /** Logs nothing. */
  public static final AccessLog OFF = new AccessLog();

  private static final int WAITING = 1 << 14;
  private static final String END = "";

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final Thread writer;

  /** Where lines go. */
  @FunctionalInterface
  public interface Lines {
    /**
     * Writes lines, each ended.
     *
     * @throws IOException if they cannot be written; they are lost then
     */
    void write(String lines) throws IOException;
  }

  private AccessLog() {
    writer = null;
  }

  /** A log that is written somewhere. */
  public AccessLog(Lines out) {
    writer = new Thread(() -> write(out), "sbr-access-log");
    writer.start();
  }

  /** Adds a line. */
  void add(String line) {
    if (writer != null && !lines.offer(line)) {
      lost.incrementAndGet();
    }
  }

  /** Whether anything is written at all. */
  boolean isOn() {
    return writer != null;
  }

  /** Lines that were left out. */
  public long lost() {
    return lost.get();
  }

  private void write(Lines out) {
    List<String> some = new ArrayList<>();
    boolean ended = false;
    while (!ended) {
      some.clear();
      try {
        some.add(lines.take());
      } catch (InterruptedException e) {
        return;
      }
      lines.drainTo(some);
      ended = some.contains(END);
      StringBuilder text = new StringBuilder();
      for (String line : some) {
        text.append(line).append(line.isEmpty() ? "" : "\n");
      }
      try {
        out.write(text.toString());
      } catch (IOException | RuntimeException e) { // or nobody would write any more
        lost.addAndGet(some.stream().filter(line -> !line.equals(END)).count());
      }
    }
  }

  /** Writes what is left. */
  @Override
  public void close() {
    if (writer == null) {
      return;
    }
    try {
      lines.put(END);
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
