package io.sbr.server.api;

import io.sbr.models.ask.ClicksJson;
import io.sbr.models.pipeline.Clicks;
import io.sbr.server.http.HttpAnswer;
import io.sbr.server.serving.ServedRun;
import io.sbr.server.serving.ServedRuns;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions that bring all that there is to know: nothing is kept of them. */
public final class AskRoutes {
  /** What a question of one session may say of it: who it is decides which run answers. */
  static final Set<String> ONE =
      Stream.concat(ClicksJson.NAMES.stream(), Stream.of("session"))
          .collect(Collectors.toUnmodifiableSet());

  private final Asking asking;
  private final AskLimits limits;

  private AskRoutes(ServedRuns runs, ShopRules rules, AskLimits limits) {
    asking = new Asking(runs, rules);
    this.limits = limits;
  }

  /** The routes. */
  public static List<Route> of(ServedRuns runs, ShopRules rules, AskLimits limits) {
    AskRoutes routes = new AskRoutes(runs, rules, limits);
    return List.of(
        new Route("POST", "/v1/recommend", false, routes::one),
        new Route("POST", "/v1/recommend/batch", false, routes::batch));
  }

  private CompletionStage<HttpAnswer> one(Call call) {
    AskedJson body = AskedJson.of(call.request(), limits, ONE);
    Clicks clicks = body.clicks();
    Optional<String> session = body.text("session");
    session.ifPresent(id -> AskedJson.checkId("the session's id", id, limits));
    ServedRun run = asking.run(body.run(), session.or(clicks::user));
    return asking.one(run, clicks, body.options(asking.fallback(run)), call.rest());
  }

  private CompletionStage<HttpAnswer> batch(Call call) {
    AskedJson body = AskedJson.of(call.request(), limits, Set.of("sessions"));
    List<Clicks> sessions = body.sessions();
    ServedRun run = asking.run(body.run(), Optional.empty());
    return asking.several(run, sessions, body.options(asking.fallback(run)), call.rest());
  }
}
