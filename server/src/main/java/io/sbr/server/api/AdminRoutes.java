package io.sbr.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.data.DataException;
import io.sbr.models.ask.ClicksJson;
import io.sbr.server.http.HttpAnswer;
import io.sbr.server.serving.RunLabel;
import io.sbr.server.serving.ServedRun;
import io.sbr.server.serving.ServedRuns;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What only whoever runs the server may ask; on a port of its own. */
public final class AdminRoutes {
  private final Asking asking;

  private AdminRoutes(ServedRuns runs) {
    asking = new Asking(runs, ShopRules.none());
  }

  /** The routes. */
  public static List<Route> of(ServedRuns runs) {
    AdminRoutes routes = new AdminRoutes(runs);
    return List.of(new Route("POST", "/admin/v1/runs/{run}/reload", false, routes::reload));
  }

  /** Answers when the new version is in service, or refused. */
  private CompletionStage<HttpAnswer> reload(Call call) {
    checkNoPage(call);
    ServedRun run = asking.run(Optional.of(call.path().get("run")), Optional.empty());
    Optional<Path> folder = folder(call);
    return CompletableFuture.supplyAsync(() -> reload(run, folder), call.rest());
  }

  /**
   * Loopback is no guard against the browser of whoever sits at this machine: any page in it may
   * post here, though not read what comes back. Browsers say whose page it is.
   */
  static void checkNoPage(Call call) {
    if (call.request().header("Origin").isPresent()) {
      throw new Problem(403, "a page in a browser may not ask this");
    }
  }

  private static HttpAnswer reload(ServedRun run, Optional<Path> folder) {
    try {
      RunLabel label = folder.isPresent() ? run.reload(folder.get()) : run.reload();
      return Json.ok(Asking.named(label));
    } catch (IllegalArgumentException | DataException e) {
      throw new Problem(422, "the version in service goes on: " + e.getMessage());
    }
  }

  /** The folder that the body names; without a body the one that is served. */
  private static Optional<Path> folder(Call call) {
    if (call.request().body().length == 0) {
      return Optional.empty();
    }
    AskedJson.checkType(call.request());
    JsonNode body = AskedJson.checked(() -> ClicksJson.read(call.request().body()));
    if (!body.isObject() || body.size() != 1 || !body.path("folder").isTextual()) {
      throw Problem.badRequest("the body must be empty or {\"folder\": \"DIR\"}");
    }
    try {
      return Optional.of(Path.of(body.get("folder").textValue()));
    } catch (InvalidPathException e) {
      throw Problem.badRequest("\"folder\" is no path");
    }
  }
}
