package io.sbr.server.jetty;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Hands requests over once they are read, and writes their answers. */
final class JettyBridge extends Handler.Abstract {
  private static final byte[] NOTHING = {};

  private final HttpHandler handler;
  private final HttpLimits limits;
  private final BodyRoom room;
  private final Executor threads;
  private final AtomicInteger underWay = new AtomicInteger();

  JettyBridge(HttpHandler handler, HttpLimits limits, BodyRoom room, Executor threads) {
    this.handler = handler;
    this.limits = limits;
    this.room = room;
    this.threads = threads;
  }

  /** Requests that have begun and whose answers are not yet sent. */
  int underWay() {
    return underWay.get();
  }

  /** Bytes of bodies that are under way. */
  long bodyBytes() {
    return room.taken();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    underWay.incrementAndGet();
    BodyRoom.Share share = room.share();
    Request.addCompletionListener(
        request,
        failure -> {
          underWay.decrementAndGet();
          share.giveBack();
        });
    if (request.getLength() == 0) {
      hand(request, NOTHING, response, callback);
      return true;
    }
    BodyReader.read(
        request,
        limits,
        share,
        new BodyReader.Outcome() {
          @Override
          public void read(byte[] body) {
            hand(request, body, response, callback);
          }

          @Override
          public void refused(HttpAnswer answer) {
            refuse(answer, request, response, callback);
          }

          @Override
          public void gone(Throwable failure) {
            callback.failed(failure);
          }
        });
    return true;
  }

  private void hand(Request request, byte[] body, Response response, Callback callback) {
    handler
        .handle(asked(request, body), threads)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                write(answer, response, callback);
              } else {
                callback.failed(failure);
              }
            });
  }

  /**
   * Answers what could not be read. Nothing can follow on its connection.
   *
   * @return true
   */
  boolean refuse(HttpAnswer answer, Request request, Response response, Callback callback) {
    HttpAnswer told = handler.refused(asked(request, NOTHING), answer);
    write(told.with("Connection", "close"), response, callback);
    return true;
  }

  private static HttpRequest asked(Request request, byte[] body) {
    HttpURI uri = request.getHttpURI();
    return new HttpRequest(
        String.valueOf(request.getMethod()),
        uri == null || uri.getPath() == null ? "" : uri.getPath(),
        uri == null || uri.getQuery() == null ? "" : uri.getQuery(),
        request.getHeaders()::get,
        body,
        request.getBeginNanoTime());
  }

  private static void write(HttpAnswer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}
