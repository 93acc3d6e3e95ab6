package io.sbr.bench.http.undertow;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.xnio.IoUtils;

/**
 * Hands requests over once they are read, and writes their answers, all on the thread that reads
 * the connection: Undertow then never wakes a second one for a request. That thread is also the one
 * which a handler is given for the rest of its work, so none of it may take long; the admin port,
 * where a reload does, has no place here.
 */
final class UndertowBridge implements io.undertow.server.HttpHandler {
  private static final byte[] NOTHING = {};

  private final HttpHandler handler;
  private final HttpLimits limits;
  private final AtomicInteger underWay = new AtomicInteger();

  UndertowBridge(HttpHandler handler, HttpLimits limits) {
    this.handler = handler;
    this.limits = limits;
  }

  /** Requests that have begun and whose answers are not yet sent. */
  int underWay() {
    return underWay.get();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    long begun = System.nanoTime();
    underWay.incrementAndGet();
    exchange.addExchangeCompleteListener(
        (over, next) -> {
          underWay.decrementAndGet();
          next.proceed();
        });
    // when this call is over: Undertow ends an exchange whose handler returns, unless it is told
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> read(exchange, begun));
  }

  private void read(HttpServerExchange exchange, long begun) {
    if (exchange.isRequestComplete()) {
      hand(exchange, begun, NOTHING);
      return;
    }
    BodyReader.read(
        exchange,
        limits,
        new BodyReader.Outcome() {
          @Override
          public void read(byte[] body) {
            hand(exchange, begun, body);
          }

          @Override
          public void refused(HttpAnswer answer) {
            HttpAnswer told = handler.refused(asked(exchange, begun, NOTHING), answer);
            exchange.setPersistent(false); // nothing can follow
            write(exchange, told);
          }

          @Override
          public void gone() {
            end(exchange);
          }
        });
  }

  private void hand(HttpServerExchange exchange, long begun, byte[] body) {
    handler
        .handle(asked(exchange, begun, body), exchange.getIoThread())
        .whenComplete((answer, failure) -> onOwnThread(exchange, () -> over(exchange, answer)));
  }

  /** An exchange is not for several threads, and a deadline, say, rings on another. */
  private static void onOwnThread(HttpServerExchange exchange, Runnable work) {
    if (exchange.isInIoThread()) {
      work.run();
    } else {
      exchange.getIoThread().execute(work);
    }
  }

  /** Null is no answer: the handler has failed, which it never should. */
  private static void over(HttpServerExchange exchange, HttpAnswer answer) {
    if (answer == null) {
      end(exchange);
    } else {
      write(exchange, answer);
    }
  }

  private static HttpRequest asked(HttpServerExchange exchange, long begun, byte[] body) {
    return new HttpRequest(
        exchange.getRequestMethod().toString(),
        path(exchange),
        exchange.getQueryString(),
        exchange.getRequestHeaders()::getFirst,
        body,
        begun);
  }

  /** Proxies may send all of an address. */
  private static String path(HttpServerExchange exchange) {
    String uri = exchange.getRequestURI();
    if (!exchange.isHostIncludedInRequestURI()) {
      return uri;
    }
    int path = uri.indexOf('/', uri.indexOf("//") + 2);
    return path < 0 ? "/" : uri.substring(path);
  }

  private static void write(HttpServerExchange exchange, HttpAnswer answer) {
    exchange.setStatusCode(answer.status());
    HeaderMap headers = exchange.getResponseHeaders();
    answer.headers().forEach((name, value) -> headers.put(HttpString.tryFromString(name), value));
    if (answer.body().length == 0) {
      exchange.endExchange();
    } else {
      exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
    }
  }

  /** Nobody is there to be answered. */
  private static void end(HttpServerExchange exchange) {
    IoUtils.safeClose(exchange.getConnection());
    exchange.endExchange();
  }
}
