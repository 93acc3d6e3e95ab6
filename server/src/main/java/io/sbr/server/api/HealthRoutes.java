package io.sbr.server.api;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.metrics.ServerMetrics;
import io.sbr.server.serving.ServedRun;
import io.sbr.server.serving.ServedRuns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What whoever runs the server asks it. */
public final class HealthRoutes {
  private HealthRoutes() {}

  /**
   * Whether it lives, and whether it should be sent visitors.
   *
   * @param ending whether it is about to end
   */
  public static List<Route> health(ServedRuns runs, BooleanSupplier ending) {
    return List.of(
        Route.atOnce("GET", "/healthz", true, call -> Json.ok(Map.of("status", "ok"))),
        Route.atOnce("GET", "/readyz", true, call -> ready(runs, ending)));
  }

  /** Its figures. */
  public static List<Route> metrics(ServerMetrics metrics) {
    return List.of(
        Route.atOnce(
            "GET",
            "/metrics",
            false,
            call -> HttpAnswer.of(200, ServerMetrics.TYPE, metrics.text())));
  }

  /** What it serves and how it is asked. */
  public static List<Route> about(ServedRuns runs) {
    byte[] document = document();
    return List.of(
        Route.atOnce("GET", "/v1/runs", false, call -> list(runs)),
        Route.atOnce(
            "GET",
            "/openapi.json",
            false,
            call -> HttpAnswer.of(200, "application/json", document)));
  }

  private static HttpAnswer ready(ServedRuns runs, BooleanSupplier ending) {
    if (ending.getAsBoolean()) {
      throw new Problem(503, "the server is ending");
    }
    List<String> cold =
        runs.all().stream().filter(run -> !run.isReady()).map(ServedRun::name).toList();
    if (!cold.isEmpty()) {
      throw new Problem(503, "warming up: " + String.join(", ", cold));
    }
    return Json.ok(Map.of("status", "ready"));
  }

  private static HttpAnswer list(ServedRuns runs) {
    return Json.ok(Map.of("runs", runs.all().stream().map(HealthRoutes::served).toList()));
  }

  /** What is in service of a run. */
  static Map<String, Object> served(ServedRun run) {
    Map<String, Object> one = Asking.named(run.label());
    one.put("items", run.items());
    one.put("reads", run.reads());
    one.put("ready", run.isReady());
    return one;
  }

  private static byte[] document() {
    try (InputStream in = HealthRoutes.class.getResourceAsStream("openapi.json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
