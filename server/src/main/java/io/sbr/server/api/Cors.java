package io.sbr.server.api;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpRequest;
import java.util.Set;

/**
 * Which pages may ask from a browser: none but those of the listed origins (Fetch standard, CORS).
 *
 * @param origins such as {@code https://shop.example}; or {@code *} for all
 */
public record Cors(Set<String> origins) {
  private static final String ANY = "*";

  /** No page of another origin. */
  public static final Cors OFF = new Cors(Set.of());

  private boolean allows(HttpRequest request) {
    return request
        .header("Origin")
        .filter(origin -> origins.contains(ANY) || origins.contains(origin))
        .isPresent();
  }

  /** Whether a browser asks if it may ask. */
  boolean isPreflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.header("Access-Control-Request-Method").isPresent()
        && allows(request);
  }

  /** That it may. */
  HttpAnswer preflight(HttpRequest request) {
    return mark(request, HttpAnswer.empty(204))
        .with("Access-Control-Allow-Methods", "GET, POST, DELETE")
        .with("Access-Control-Allow-Headers", "Authorization, Content-Type")
        .with("Access-Control-Max-Age", "600");
  }

  /** The answer as the page may read it. */
  HttpAnswer mark(HttpRequest request, HttpAnswer answer) {
    return allows(request)
        ? answer
            .with("Access-Control-Allow-Origin", request.header("Origin").orElseThrow())
            .with("Vary", "Origin")
        : answer;
  }
}
