package io.sbr.bench.load.drive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Sends requests at their intended times, however long the answers take: an open loop. Times are
 * counted from the intended start, also of a request that waits for a free connection, so a server
 * that stands still for a second is seen by every request that would have come in that second, not
 * by those alone that were under way (G. Tene's "coordinated omission").
 *
 * <p>One thread sends and reads all connections through a selector; another ({@link Pacer}) does
 * nothing but sleep until the next request is due, since a selector sleeps in whole milliseconds.
 * The JDK's HttpClient would do, but takes about five times the processor time for each request
 * (docs/load.md), and the processors are those of the server.
 */
public final class OpenLoop {
  private static final int LOOK_MILLIS = 10;
  private static final long RETRY_NANOS = 100_000_000L;

  private final InetSocketAddress server;
  private final LoadSettings settings;
  private final RequestSource source;
  private final Tally tally = new Tally();
  private final List<Connection> all = new ArrayList<>();
  private final Queue<Connection> free = new ArrayDeque<>();
  private final Queue<Connection> ended = new ArrayDeque<>();
  private final Queue<Flight> waiting = new ArrayDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
  private final Thread thread = new Thread(this::run, "load");
  private Selector selector;
  private Pacer pacer;
  private int underWay;
  private long begin;
  private long looked;
  private long retried;
  private volatile RuntimeException defect;

  private OpenLoop(InetSocketAddress server, LoadSettings settings, RequestSource source) {
    this.server = server;
    this.settings = settings;
    this.source = source;
  }

  /**
   * Opens the connections and begins.
   *
   * @throws IOException naming the server if it cannot be reached
   */
  public static OpenLoop start(
      InetSocketAddress server, LoadSettings settings, RequestSource source) throws IOException {
    OpenLoop loop = new OpenLoop(server, settings, source);
    loop.selector = Selector.open();
    try {
      for (int i = 0; i < settings.connections(); i++) {
        Connection connection = new Connection(server, loop.selector);
        loop.all.add(connection);
        connection.open();
        loop.free.add(connection);
      }
    } catch (IOException e) {
      loop.close();
      throw new IOException(
          "cannot open %d connections to %s:%d: %s"
              .formatted(
                  settings.connections(), server.getHostString(), server.getPort(), e.getMessage()),
          e);
    }
    loop.begin = System.nanoTime();
    loop.pacer = new Pacer(settings, loop.begin, loop.selector::wakeup);
    loop.pacer.start();
    loop.thread.start();
    return loop;
  }

  /** No further requests; those that are due are still answered. */
  public void stop() {
    pacer.stop();
  }

  /** Whether all is over within that time. */
  public boolean await(Duration time) throws InterruptedException {
    thread.join(Math.max(1, time.toMillis()));
    return !thread.isAlive();
  }

  /** What became of all requests; waits for the last of them. */
  public LoadResult result() throws InterruptedException {
    thread.join();
    if (defect != null) {
      throw defect;
    }
    return tally.result(begin + settings.warmUp().toNanos(), pacer.end());
  }

  private void run() {
    try {
      while (!pacer.isOver() || !waiting.isEmpty() || underWay > 0) {
        selector.select(this::act, LOOK_MILLIS);
        takeDue();
        sendWaiting();
        lookAtClocks();
      }
    } catch (IOException e) {
      defect = new IllegalStateException("the selector failed: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      defect = e;
    } finally {
      pacer.stop();
      close();
    }
  }

  private void close() {
    all.forEach(Connection::close);
    try {
      selector.close();
    } catch (IOException e) {
      // nothing is waited for any more
    }
  }

  private void takeDue() {
    long counted = begin + settings.warmUp().toNanos();
    for (Long due = pacer.due(); due != null; due = pacer.due()) {
      Flight flight = new Flight(source.next(), due, due >= counted);
      waiting.add(flight);
      if (flight.counted()) {
        tally.asked();
      }
    }
  }

  private void sendWaiting() {
    while (!waiting.isEmpty() && !free.isEmpty()) {
      Connection connection = free.remove();
      Flight flight = waiting.remove();
      underWay++;
      try {
        connection.send(flight);
        if (flight.counted()) {
          tally.sent(System.nanoTime() - flight.intended());
        }
      } catch (IOException e) {
        lose(connection, e);
      }
    }
  }

  private void act(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isConnectable()) {
        connect(connection);
        return;
      }
      if (key.isWritable()) {
        connection.write();
      }
      if (key.isReadable()) {
        Optional<Answer> answer = connection.read(buffer);
        if (answer.isPresent()) {
          land(connection, answer.get());
        }
      }
    } catch (IOException e) {
      lose(connection, e);
    }
  }

  private void connect(Connection connection) {
    try {
      connection.finish();
      free.add(connection);
    } catch (IOException e) {
      connection.close();
      ended.add(connection); // whoever refuses now will do so for a while
    }
  }

  private void land(Connection connection, Answer answer) throws IOException {
    Flight flight = connection.flight();
    if (flight == null) {
      throw new IOException("an answer to no request");
    }
    long now = System.nanoTime();
    boolean right = !answer.isOk() || source.isRight(flight.request(), answer);
    if (flight.counted()) {
      tally.answered(answer, right, now - flight.intended(), now);
    }
    over(connection);
    if (answer.last()) {
      reopen(connection);
    } else {
      free.add(connection);
    }
  }

  /** The connection has ended, and with it what was under way on it. */
  private void lose(Connection connection, IOException why) {
    Flight flight = connection.flight();
    if (flight != null) {
      if (flight.counted()) {
        tally.failed(String.valueOf(why.getMessage()));
      }
      over(connection);
    }
    free.remove(connection);
    reopen(connection);
  }

  private void reopen(Connection connection) {
    try {
      connection.reopen();
    } catch (IOException e) {
      connection.close();
      ended.add(connection);
    }
  }

  private void over(Connection connection) {
    source.done(connection.flight().request());
    connection.landed();
    underWay--;
  }

  /** Gives up what is too late, and tries connections again that could not be opened. */
  private void lookAtClocks() {
    long now = System.nanoTime();
    if (now - looked >= LOOK_MILLIS * 1_000_000L) {
      looked = now;
      giveUp(now);
    }
    if (now - retried >= RETRY_NANOS) {
      retried = now;
      for (int i = ended.size(); i > 0; i--) {
        reopen(ended.remove());
      }
    }
  }

  private void giveUp(long now) {
    long deadline = settings.deadline().toNanos();
    while (!waiting.isEmpty() && now - waiting.peek().intended() > deadline) {
      Flight flight = waiting.remove();
      timedOut(flight, now);
      source.done(flight.request());
    }
    for (Connection connection : all) {
      Flight flight = connection.flight();
      if (flight != null && now - flight.intended() > deadline) {
        timedOut(flight, now);
        over(connection);
        reopen(connection);
      }
    }
  }

  private void timedOut(Flight flight, long now) {
    if (flight.counted()) {
      tally.timedOut(now - flight.intended());
    }
  }
}
