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

/**
 * Reads a body as it comes, without a thread that waits. What is beyond the limit is read and
 * dropped: a connection that is closed while its client is still sending is reset, and the client
 * would never see why.
 */
final class BodyReader implements Runnable {
  private final Request request;
  private final HttpLimits limits;
  private final Outcome outcome;
  private final AtomicBoolean over = new AtomicBoolean();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private volatile boolean tooLarge;

  /** What comes of it; one of these is called, once. */
  interface Outcome {
    /** All of it has come. */
    void read(byte[] body);

    /** It will not be read; nothing can follow on this connection. */
    void refused(HttpAnswer answer);

    /** The client is gone, or has fallen silent. */
    void gone(Throwable failure);
  }

  private BodyReader(Request request, HttpLimits limits, Outcome outcome) {
    this.request = request;
    this.limits = limits;
    this.outcome = outcome;
  }

  /** Begins. */
  static void read(Request request, HttpLimits limits, Outcome outcome) {
    BodyReader reader = new BodyReader(request, limits, outcome);
    reader.tooLarge = request.getLength() > limits.body();
    if (reader.tooLarge && request.getHeaders().contains("Expect")) {
      reader.refuse(); // the client waits to be told before it sends
      return;
    }
    reader.run();
    if (!reader.over.get()) { // seldom: most bodies are there with their headers
      long millis = limits.bodyTime().toMillis();
      request
          .getComponents()
          .getScheduler()
          .schedule(reader::refuse, millis, TimeUnit.MILLISECONDS);
    }
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
      if (!tooLarge) {
        bytes.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
      }
      chunk.release();
      if (chunk.isLast()) {
        end();
      }
    }
  }

  private void end() {
    if (tooLarge) {
      refuse();
    } else if (!over.getAndSet(true)) {
      outcome.read(bytes.toByteArray());
    }
  }

  private void fail(Throwable failure) {
    if (over.getAndSet(true)) {
      return;
    }
    if (failure instanceof HttpException bad) {
      outcome.refused(Problems.answer(bad.getCode(), bad.getReason()));
    } else {
      outcome.gone(failure);
    }
  }

  private void refuse() {
    if (!over.getAndSet(true)) {
      outcome.refused(
          tooLarge
              ? Problems.answer(
                  413, "the body is larger than the limit of %d bytes".formatted(limits.body()))
              : Problems.answer(408, "the body came too slowly"));
    }
  }
}
