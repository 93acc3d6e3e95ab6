package io.sbr.server.jetty;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.Problems;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads a body as it comes, without a thread that waits. What is beyond the limit is read and
 * dropped: a connection that is closed while its client is still sending is reset, and the client
 * would never see why.
 */
final class BodyReader implements Runnable {
  private final Request request;
  private final HttpLimits limits;
  private final BodyRoom.Share room;
  private final Outcome outcome;
  private final AtomicBoolean over = new AtomicBoolean();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private volatile boolean tooLarge;
  private volatile boolean full;
  private volatile Scheduler.Task alarm;

  /** What comes of it; one of these is called, once. */
  interface Outcome {
    /** All of it has come. */
    void read(byte[] body);

    /** It will not be read; nothing can follow on this connection. */
    void refused(HttpAnswer answer);

    /** The client is gone, or has fallen silent. */
    void gone(Throwable failure);
  }

  private BodyReader(Request request, HttpLimits limits, BodyRoom.Share room, Outcome outcome) {
    this.request = request;
    this.limits = limits;
    this.room = room;
    this.outcome = outcome;
  }

  /**
   * Begins.
   *
   * @param room that the body takes; whoever gave it takes it back when the request is over
   */
  static void read(Request request, HttpLimits limits, BodyRoom.Share room, Outcome outcome) {
    BodyReader reader = new BodyReader(request, limits, room, outcome);
    reader.tooLarge = request.getLength() > limits.body();
    if (reader.tooLarge && request.getHeaders().contains("Expect")) {
      reader.refuse(); // the client waits to be told before it sends
      return;
    }
    reader.run();
    if (!reader.over.get()) { // seldom: most bodies are there with their headers
      reader.watch();
    }
  }

  private void watch() {
    Scheduler scheduler = request.getComponents().getScheduler();
    long millis = limits.bodyTime().toMillis();
    alarm = scheduler.schedule(this::refuse, millis, TimeUnit.MILLISECONDS);
    if (over.get()) {
      alarm.cancel(); // the rest came before the alarm was there to be cancelled
    }
  }

  /**
   * Whether this is the end. The alarm holds the body, and would hold it until it rings.
   *
   * @return true for the first caller alone
   */
  private boolean ends() {
    if (over.getAndSet(true)) {
      return false;
    }
    Scheduler.Task set = alarm;
    if (set != null) {
      set.cancel();
    }
    return true;
  }

  /** Takes what is there, and comes back when there is more. */
  @Override
  public void run() {
    while (!over.get()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        fail(chunk.getFailure());
        return;
      }
      tooLarge |= bytes.size() + chunk.remaining() > limits.body();
      full |= !tooLarge && !room.take(chunk.remaining());
      if (!tooLarge && !full) {
        bytes.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
      }
      chunk.release();
      if (chunk.isLast()) {
        end();
      }
    }
  }

  private void end() {
    if (tooLarge || full) {
      refuse();
    } else if (ends()) {
      outcome.read(bytes.toByteArray());
    }
  }

  private void fail(Throwable failure) {
    if (!ends()) {
      return;
    }
    if (failure instanceof HttpException bad) {
      outcome.refused(Problems.answer(bad.getCode(), bad.getReason()));
    } else {
      outcome.gone(failure);
    }
  }

  private void refuse() {
    if (ends()) {
      outcome.refused(why());
    }
  }

  private HttpAnswer why() {
    if (tooLarge) {
      return Problems.answer(
          413, "the body is larger than the limit of %d bytes".formatted(limits.body()));
    }
    return full
        ? Problems.answer(503, "too many large bodies come at a time").with("Retry-After", "1")
        : Problems.answer(408, "the body came too slowly");
  }
}
