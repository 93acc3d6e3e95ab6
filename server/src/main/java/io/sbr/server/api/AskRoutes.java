package io.sbr.server.api;

import io.sbr.models.ask.ClicksJson;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.server.http.HttpAnswer;
import io.sbr.server.serving.ServedRuns;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Questions that bring all that there is to know: nothing is kept of them. */
public final class AskRoutes {
  private final Asking asking;
  private final AskLimits limits;

  private AskRoutes(ServedRuns runs, AskLimits limits) {
    asking = new Asking(runs);
    this.limits = limits;
  }

  /** The routes. */
  public static List<Route> of(ServedRuns runs, AskLimits limits) {
    AskRoutes routes = new AskRoutes(runs, limits);
    return List.of(
        new Route("POST", "/v1/recommend", false, routes::one),
        new Route("POST", "/v1/recommend/batch", false, routes::batch));
  }

  private CompletionStage<HttpAnswer> one(Call call) {
    AskedJson body = AskedJson.of(call.request(), limits, ClicksJson.NAMES);
    Clicks clicks = body.clicks();
    RankingOptions options = body.options();
    return asking.one(asking.run(body.run()), clicks, options, call.rest());
  }

  private CompletionStage<HttpAnswer> batch(Call call) {
    AskedJson body = AskedJson.of(call.request(), limits, Set.of("sessions"));
    List<Clicks> sessions = body.sessions();
    RankingOptions options = body.options();
    return asking.several(asking.run(body.run()), sessions, options, call.rest());
  }
}
