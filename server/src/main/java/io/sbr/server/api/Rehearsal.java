package io.sbr.server.api;

import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Asks as a visitor does, without a connection, so that visitors find compiled code. */
public final class Rehearsal {
  private Rehearsal() {}

  /** Asks a run for one session and waits for the answer, whatever it is. */
  public static void ask(HttpHandler handler, String run, List<String> items) {
    String body = Json.line(Map.of("items", items, "run", run));
    HttpRequest request =
        new HttpRequest(
            "POST",
            "/v1/recommend",
            "",
            name -> name.equals("Content-Type") ? "application/json" : null,
            body.getBytes(StandardCharsets.UTF_8),
            System.nanoTime());
    handler.handle(request, Runnable::run).toCompletableFuture().join();
  }
}
