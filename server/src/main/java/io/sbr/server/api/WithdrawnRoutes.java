package io.sbr.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.data.Shown;
import io.sbr.models.ask.ClicksJson;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.server.http.HttpAnswer;
import io.sbr.server.serving.ServedRuns;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Items that are withdrawn while the server runs, from all runs and all their versions to come; on
 * the admin port.
 */
public final class WithdrawnRoutes {
  private static final String PATH = "/admin/v1/withdrawn";
  private static final String OUT = "withdraw";
  private static final String BACK = "restore";

  private final ServedRuns runs;
  private final Catalogue catalogue;

  private WithdrawnRoutes(ServedRuns runs, Catalogue catalogue) {
    this.runs = runs;
    this.catalogue = catalogue;
  }

  /** The routes. */
  public static List<Route> of(ServedRuns runs, Catalogue catalogue) {
    WithdrawnRoutes routes = new WithdrawnRoutes(runs, catalogue);
    return List.of(
        Route.atOnce("GET", PATH, false, call -> list(catalogue.withdrawn(), Set.of())),
        new Route("POST", PATH, false, routes::change));
  }

  /** Holds for every answer that is begun afterwards; a file that keeps it may take its time. */
  private CompletionStage<HttpAnswer> change(Call call) {
    AdminRoutes.checkNoPage(call);
    AskedJson.checkType(call.request());
    JsonNode body = AskedJson.checked(() -> ClicksJson.read(call.request().body()));
    if (!body.isObject() || body.isEmpty()) {
      throw Problem.badRequest("the body must be {\"withdraw\": […], \"restore\": […]}");
    }
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals(OUT) && !name.equals(BACK)) {
        throw Problem.badRequest(Shown.quoted(name) + " is none of restore, withdraw");
      }
    }
    List<String> out = ids(body, OUT);
    List<String> unknown =
        out.stream()
            .filter(id -> runs.all().stream().noneMatch(run -> run.knows(id)))
            .distinct()
            .toList();
    List<String> back = ids(body, BACK);
    return CompletableFuture.supplyAsync(() -> list(withdraw(out, back), unknown), call.rest());
  }

  private Set<String> withdraw(List<String> out, List<String> back) {
    try {
      return catalogue.withdraw(out, back);
    } catch (UncheckedIOException e) {
      throw new Problem(500, "nothing is changed: " + e.getCause().getMessage());
    }
  }

  private static List<String> ids(JsonNode body, String name) {
    return body.has(name)
        ? AskedJson.checked(() -> ClicksJson.ids(name, body.get(name)))
        : List.of();
  }

  /** All that are withdrawn, and of those just named the ones that no run knows. */
  private static HttpAnswer list(Set<String> withdrawn, Collection<String> unknown) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("withdrawn", withdrawn.stream().sorted().toList());
    if (!unknown.isEmpty()) {
      object.put("unknown", unknown);
    }
    return Json.ok(object);
  }
}
