package io.sbr.server.api;

import io.sbr.models.ask.ExplanationJson;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.server.http.HttpAnswer;
import io.sbr.server.serving.Aside;
import io.sbr.server.serving.Explained;
import io.sbr.server.serving.ServedRun;
import io.sbr.server.serving.ServedRuns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What people ask who look at runs, as the page does: items by their titles, why, how good. */
public final class LookRoutes {
  private static final String RUN = "run";
  private static final String ID = "id";
  private static final Set<String> SEARCH = Set.of(RUN, "q", ID, "k");

  /** Clicks of a session that is explained: some models are asked anew without each of them. */
  private static final int MOST_CLICKS = 100;

  private final Asking asking;
  private final AskLimits limits;
  private final Aside aside;

  private LookRoutes(ServedRuns runs, ShopRules rules, AskLimits limits, Aside aside) {
    asking = new Asking(runs, rules);
    this.limits = limits;
    this.aside = aside;
  }

  /**
   * The routes.
   *
   * @param aside that does the work
   */
  public static List<Route> of(ServedRuns runs, ShopRules rules, AskLimits limits, Aside aside) {
    LookRoutes routes = new LookRoutes(runs, rules, limits, aside);
    return List.of(
        new Route("POST", "/v1/explain", false, routes::explain),
        new Route("GET", "/v1/items", false, routes::items),
        new Route("GET", "/v1/runs/{run}", false, routes::figures));
  }

  /** The body is that of a question whose answer is to be explained. */
  private CompletionStage<HttpAnswer> explain(Call call) {
    AskedJson body = AskedJson.of(call.request(), limits, AskRoutes.ONE);
    Clicks clicks = body.clicks();
    if (clicks.items().size() > MOST_CLICKS) {
      throw Problem.badRequest(
          "%d clicks; at most %d are explained".formatted(clicks.items().size(), MOST_CLICKS));
    }
    ServedRun run = asking.run(body.run(), body.text("session").or(clicks::user));
    RankingOptions options = body.options("empty");
    return aside
        .ask(() -> AskedJson.checked(() -> run.explain(clicks, options)))
        .thenApplyAsync(LookRoutes::explained, call.rest());
  }

  private static HttpAnswer explained(Explained explained) {
    Map<String, Object> object = Asking.named(explained.run());
    object.putAll(ExplanationJson.of(explained.explanation()));
    return Json.ok(object).telling(told(object));
  }

  /** For the access log. */
  private static Map<String, Object> told(Map<String, Object> named) {
    return Map.of(RUN, named.get(RUN), "version", named.get("version"));
  }

  /** Those that are found, or those of the given ids that are known. */
  private CompletionStage<HttpAnswer> items(Call call) {
    Query query = Query.of(call.request().query(), SEARCH, Set.of(ID));
    ServedRun run = asking.run(query.value(RUN), Optional.empty());
    int k = query.number("k", AskedJson.K);
    if (k < 1 || k > limits.k()) {
      throw Problem.badRequest("k must be between 1 and %d, not %d".formatted(limits.k(), k));
    }
    List<String> ids = query.values(ID);
    if (!ids.isEmpty() && query.value("q").isPresent()) {
      throw Problem.badRequest("q looks for items, and id names them: one of the two");
    }
    if (ids.size() > limits.k()) {
      throw Problem.badRequest("%d ids; at most %d".formatted(ids.size(), limits.k()));
    }
    String text = query.value("q").orElse("");
    if (text.length() > limits.idLength()) {
      throw Problem.badRequest("q may have %d characters".formatted(limits.idLength()));
    }
    return aside
        .ask(() -> ids.isEmpty() ? run.find(text, k) : ids.stream().filter(run::knows).toList())
        .thenApplyAsync(found -> list(run, found), call.rest());
  }

  private static HttpAnswer list(ServedRun run, List<String> found) {
    Map<String, Object> object = Asking.named(run.label());
    List<Map<String, Object>> items = new ArrayList<>();
    for (String id : found) {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("item", id);
      Map<String, String> attributes = run.attributes(id);
      if (!attributes.isEmpty()) {
        item.put("attributes", attributes);
      }
      items.add(item);
    }
    object.put("items", items);
    return Json.ok(object);
  }

  private CompletionStage<HttpAnswer> figures(Call call) {
    ServedRun run = asking.run(Optional.of(call.path().get(RUN)), Optional.empty());
    return aside
        .ask(run::stored)
        .thenApplyAsync(
            stored -> {
              Map<String, Object> object = HealthRoutes.served(run);
              stored.ifPresent(found -> object.putAll(StoredJson.of(found)));
              return Json.ok(object);
            },
            call.rest());
  }
}
