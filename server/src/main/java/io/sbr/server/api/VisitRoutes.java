package io.sbr.server.api;

import io.sbr.data.Shown;
import io.sbr.models.ask.AskedFilter;
import io.sbr.models.catalogue.ItemFilter;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.server.http.HttpAnswer;
import io.sbr.server.serving.ServedRun;
import io.sbr.server.serving.ServedRuns;
import io.sbr.server.visit.SessionStore;
import io.sbr.server.visit.Visit;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Questions about sessions that the server remembers. Without consent nothing is kept, and what was
 * kept before is forgotten: consent was withdrawn.
 */
public final class VisitRoutes {
  private static final String SESSION = "session";
  private static final Set<String> QUERY =
      Set.of(
          "session_id",
          "item_id",
          "user_consent",
          "user",
          "run",
          "k",
          "exclude_seen",
          "unknown",
          "filter",
          "allow",
          "exclude");
  private static final Set<String> REPEATED = Set.of("filter", "allow", "exclude");
  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);
  private static final Set<String> BODY =
      Set.of("items", "times", "user", "user_consent", "recommend");

  private final Asking asking;
  private final AskLimits limits;
  private final SessionStore visits;

  private VisitRoutes(ServedRuns runs, ShopRules rules, AskLimits limits, SessionStore visits) {
    asking = new Asking(runs, rules);
    this.limits = limits;
    this.visits = visits;
  }

  /** The routes. */
  public static List<Route> of(
      ServedRuns runs, ShopRules rules, AskLimits limits, SessionStore visits) {
    VisitRoutes routes = new VisitRoutes(runs, rules, limits, visits);
    return List.of(
        new Route("GET", "/v1/recommend", false, routes::click),
        new Route("POST", "/v1/sessions/{session}/clicks", false, routes::clicks),
        new Route("DELETE", "/v1/sessions/{session}", false, routes::forget));
  }

  /** As Serenade's clients ask: one click of a session, and what comes next. */
  private CompletionStage<HttpAnswer> click(Call call) {
    Query query = Query.of(call.request().query(), QUERY, REPEATED);
    Optional<String> session = query.value("session_id");
    ServedRun run = asking.run(query.value("run"), session.or(() -> query.value("user")));
    RankingOptions options =
        AskedJson.options(
                query.number("k", AskedJson.K),
                flag(query, "exclude_seen"),
                query.value("unknown").orElse(asking.fallback(run)),
                limits)
            .only(AskedJson.checked(() -> filter(query)));
    boolean consent = flag(query, "user_consent");
    if (session.isEmpty() && (consent || query.value("item_id").isEmpty())) {
      throw Problem.badRequest(
          consent ? "user_consent needs a session_id" : "item_id or session_id is needed");
    }
    List<String> items = query.value("item_id").map(List::of).orElse(List.of());
    Visit added = new Visit(items, Collections.nCopies(items.size(), Instant.now()));
    return answer(call, run, options, checked(session, added, query.value("user")), consent);
  }

  private CompletionStage<HttpAnswer> clicks(Call call) {
    AskedJson body = AskedJson.of(call.request(), limits, BODY);
    ServedRun run = asking.run(body.run(), Optional.of(call.path().get(SESSION)));
    RankingOptions options = body.options(asking.fallback(run));
    boolean consent = body.flag("user_consent", false);
    boolean answers = body.flag("recommend", true);
    Clicks clicks = body.clicks();
    Visit added =
        new Visit(
            clicks.items(),
            clicks.times().isEmpty()
                ? Collections.nCopies(clicks.items().size(), Instant.now())
                : clicks.times());
    Asked asked = checked(Optional.of(call.path().get(SESSION)), added, clicks.user());
    if (!answers) {
      return forgetUnless(consent, asked)
          .thenCompose(done -> keep(asked, consent))
          .thenApply(done -> HttpAnswer.empty(204));
    }
    return answer(call, run, options, asked, consent);
  }

  private CompletionStage<HttpAnswer> forget(Call call) {
    return visits.forget(call.path().get(SESSION)).thenApply(done -> HttpAnswer.empty(204));
  }

  /**
   * Clicks of a session.
   *
   * @param session its id, if it has one
   * @param added may be none
   * @param user whose they are; not kept
   */
  private record Asked(Optional<String> session, Visit added, Optional<String> user) {}

  private Asked checked(Optional<String> session, Visit added, Optional<String> user) {
    session.ifPresent(id -> AskedJson.checkId("the session's id", id, limits));
    AskedJson.bounded(new Clicks(added.items(), user, List.of(), List.of()), limits);
    return new Asked(session, added, user);
  }

  private CompletionStage<HttpAnswer> answer(
      Call call, ServedRun run, RankingOptions options, Asked asked, boolean consent) {
    return forgetUnless(consent, asked)
        .thenCompose(done -> known(asked, consent))
        .thenCompose(
            visit -> {
              Clicks clicks = new Clicks(visit.items(), asked.user(), visit.times(), List.of());
              CompletionStage<HttpAnswer> answer = asking.one(run, clicks, options, call.rest());
              // Who is turned away comes again, with the same clicks.
              return answer.toCompletableFuture().isCompletedExceptionally()
                  ? answer
                  : keep(asked, consent).thenCombine(answer, (kept, made) -> made);
            });
  }

  private CompletionStage<Void> forgetUnless(boolean consent, Asked asked) {
    return consent || asked.session().isEmpty() ? DONE : visits.forget(asked.session().get());
  }

  /** The session with what is added, if it may be kept; else what is added alone. */
  private CompletionStage<Visit> known(Asked asked, boolean consent) {
    return consent && asked.session().isPresent()
        ? visits.with(asked.session().get(), asked.added())
        : CompletableFuture.completedFuture(asked.added());
  }

  /** A look at a session is no click, and does not make it last. */
  private CompletionStage<Void> keep(Asked asked, boolean consent) {
    return consent && asked.session().isPresent() && !asked.added().items().isEmpty()
        ? visits.add(asked.session().get(), asked.added())
        : DONE;
  }

  private static ItemFilter filter(Query query) {
    ItemFilter filter = AskedFilter.of(query.values("filter")).without(query.values("exclude"));
    List<String> allowed = query.values("allow");
    return allowed.isEmpty() ? filter : filter.among(allowed);
  }

  private static boolean flag(Query query, String name) {
    String value = query.value(name).orElse("false");
    if (!value.equals("true") && !value.equals("false")) {
      throw Problem.badRequest(name + " is true or false, not " + Shown.quoted(value));
    }
    return value.equals("true");
  }
}
