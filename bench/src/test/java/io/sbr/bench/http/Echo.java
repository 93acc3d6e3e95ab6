package io.sbr.bench.http;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells what it was asked, at once or, as the path says, otherwise. */
final class Echo implements HttpHandler {
  static final int LARGE = 8 << 20;

  /** Lets those be answered who asked for {@code /held}. */
  final CountDownLatch released = new CountDownLatch(1);

  final AtomicInteger refused = new AtomicInteger();

  /** What it tells of a request. */
  static String of(String method, String path, String query, String header, String body) {
    return String.join(
        "|",
        method,
        path,
        query,
        header,
        Integer.toString(body.length()),
        Integer.toString(Arrays.hashCode(body.getBytes(StandardCharsets.ISO_8859_1))));
  }

  private static HttpAnswer text(String text) {
    return HttpAnswer.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpAnswer echo(HttpRequest request) {
    String body = new String(request.body(), StandardCharsets.ISO_8859_1);
    String header = request.header("x-asked").orElse("none");
    return text(of(request.method(), request.path(), request.query(), header, body));
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request, Executor rest) {
    return switch (request.path()) {
      case "/later" -> // as a pass of a model: begun elsewhere, ended on the listener's threads
          CompletableFuture.supplyAsync(() -> request, pause(5)).thenApplyAsync(Echo::echo, rest);
      case "/elsewhere" -> // as a deadline: ended by a thread that the listener does not know
          CompletableFuture.supplyAsync(() -> echo(request), pause(5));
      case "/held" -> CompletableFuture.supplyAsync(this::held);
      case "/large" -> CompletableFuture.completedFuture(text("x".repeat(LARGE)));
      case "/nothing" -> CompletableFuture.completedFuture(HttpAnswer.empty(204));
      case "/marked" ->
          CompletableFuture.completedFuture(
              text("marked").with("Retry-After", "7").with("X-Own", "yes"));
      case "/last" -> CompletableFuture.completedFuture(text("last").with("Connection", "close"));
      default -> CompletableFuture.completedFuture(echo(request));
    };
  }

  private static Executor pause(long millis) {
    return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
  }

  private HttpAnswer held() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return text("held");
  }

  @Override
  public HttpAnswer refused(HttpRequest request, HttpAnswer answer) {
    refused.incrementAndGet();
    return answer.with("X-Refused", "yes");
  }
}
