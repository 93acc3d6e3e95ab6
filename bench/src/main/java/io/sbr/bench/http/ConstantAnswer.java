package io.sbr.bench.http;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Answers every request at once with the same JSON, as long as an answer of 20 items is: what is
 * left to measure is the HTTP library.
 */
final class ConstantAnswer implements HttpHandler {
  private static final int ITEMS = 20;
  private static final byte[] JSON = json().getBytes(StandardCharsets.UTF_8);

  private static String json() {
    String items =
        IntStream.range(0, ITEMS)
            .mapToObj(i -> "{\"item\":\"%d\",\"score\":%d.12345}".formatted(10_000 + i, 40 - i))
            .collect(Collectors.joining(","));
    return "{\"run\":\"none\",\"version\":\"000000000000\",\"model\":\"none\",\"known_clicks\":0,"
        + "\"unknown_clicks\":0,\"answered_by\":\"nobody\",\"items\":["
        + items
        + "]}";
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request, Executor rest) {
    HttpAnswer answer = HttpAnswer.of(200, "application/json", JSON);
    return CompletableFuture.completedFuture(answer.with("Cache-Control", "no-store"));
  }

  @Override
  public HttpAnswer refused(HttpRequest request, HttpAnswer answer) {
    return answer;
  }
}
