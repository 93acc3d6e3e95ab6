package io.sbr.server.jetty;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpRequest;
import io.sbr.server.http.Problems;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;

/** Reads a request's body without waiting for it, hands it over, and writes the answer. */
final class JettyBridge extends Handler.Abstract {
  private static final byte[] NOTHING = {};

  private final HttpHandler handler;
  private final HttpLimits limits;
  private final Executor threads;
  private final AtomicInteger underWay = new AtomicInteger();

  JettyBridge(HttpHandler handler, HttpLimits limits, Executor threads) {
    this.handler = handler;
    this.limits = limits;
    this.threads = threads;
  }

  /** Requests that have begun and whose answers are not yet sent. */
  int underWay() {
    return underWay.get();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    underWay.incrementAndGet();
    Request.addCompletionListener(request, failure -> underWay.decrementAndGet());
    long length = request.getLength();
    if (length == 0) {
      hand(request, NOTHING, response, callback);
    } else if (length > limits.body()) {
      tooLarge(response, callback);
    } else {
      read(request, response, callback);
    }
    return true;
  }

  /** What comes first counts: the body, a fault in it, or the end of the time for it. */
  private void read(Request request, Response response, Callback callback) {
    AtomicBoolean over = new AtomicBoolean();
    Content.Source.asByteArrayAsync(
        request,
        limits.body(),
        Promise.Invocable.from(
            InvocationType.NON_BLOCKING,
            body -> {
              if (!over.getAndSet(true)) {
                hand(request, body, response, callback);
              }
            },
            failure -> {
              if (!over.getAndSet(true)) {
                unread(failure, response, callback);
              }
            }));
    if (!over.get()) { // seldom: most bodies are there with their headers
      Runnable late =
          () -> {
            if (!over.getAndSet(true)) {
              closing(Problems.answer(408, "the body came too slowly"), response, callback);
            }
          };
      long millis = limits.bodyTime().toMillis();
      request.getComponents().getScheduler().schedule(late, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void unread(Throwable failure, Response response, Callback callback) {
    if (failure instanceof IllegalStateException) {
      tooLarge(response, callback);
    } else if (failure instanceof HttpException refused) {
      closing(Problems.answer(refused.getCode(), refused.getReason()), response, callback);
    } else {
      callback.failed(failure); // the client is gone, or has fallen silent
    }
  }

  private void tooLarge(Response response, Callback callback) {
    String detail = "the body is larger than the limit of %d bytes".formatted(limits.body());
    closing(Problems.answer(413, detail), response, callback);
  }

  /** What is left of the body is not read, so nothing can follow on this connection. */
  private static void closing(HttpAnswer answer, Response response, Callback callback) {
    write(answer.with("Connection", "close"), response, callback);
  }

  private void hand(Request request, byte[] body, Response response, Callback callback) {
    String query = request.getHttpURI().getQuery();
    handler
        .handle(
            new HttpRequest(
                request.getMethod(),
                request.getHttpURI().getPath(),
                query == null ? "" : query,
                request.getHeaders()::get,
                body,
                request.getBeginNanoTime()),
            threads)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                write(answer, response, callback);
              } else {
                callback.failed(failure);
              }
            });
  }

  private static void write(HttpAnswer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}
