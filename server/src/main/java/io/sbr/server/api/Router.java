package io.sbr.server.api;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpRequest;
import io.sbr.server.http.Problems;
import io.sbr.server.metrics.ServerMetrics;
import io.sbr.server.serving.UnansweredException;
import io.sbr.server.visit.SessionsUnavailableException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Brings a request to its route, and whatever comes of it into an answer that is counted and
 * logged.
 */
public final class Router implements HttpHandler {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");
  private static final String NO_ROUTE = "none";
  private static final String OWN = "io.sbr.";
  private static final int RETRY_SECONDS = 1;

  private final List<Route> routes;
  private final Optional<BearerToken> token;
  private final Cors cors;
  private final ServerMetrics metrics;
  private final AccessLog log;
  private final BooleanSupplier ending;
  private final Failures failures;

  /** Hears of failures that are the server's own. */
  @FunctionalInterface
  public interface Failures {
    /** One of them: what it is and where. */
    void heard(String failure);
  }

  /**
   * A router.
   *
   * @param token that closed routes ask for; empty for none
   * @param ending whether connections are to end after their answers
   */
  public Router(
      List<Route> routes,
      Optional<BearerToken> token,
      Cors cors,
      ServerMetrics metrics,
      AccessLog log,
      BooleanSupplier ending,
      Failures failures) {
    this.routes = List.copyOf(routes);
    this.token = token;
    this.cors = cors;
    this.metrics = metrics;
    this.log = log;
    this.ending = ending;
    this.failures = failures;
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request, Executor rest) {
    if (cors.isPreflight(request)) {
      HttpAnswer answer = cors.preflight(request);
      return CompletableFuture.completedFuture(told(request, NO_ROUTE, answer));
    }
    Optional<Route> route = Optional.empty();
    CompletionStage<HttpAnswer> answer;
    try {
      List<Route> there = matching(request.path());
      route = there.stream().filter(one -> answers(one, request.method())).findFirst();
      answer = begin(route, there, request, rest);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    String template = route.map(Route::template).orElse(NO_ROUTE);
    return answer.handle(
        (made, failure) ->
            told(
                request,
                template,
                cors.mark(request, failure == null ? made : explained(failure))));
  }

  @Override
  public HttpAnswer refused(HttpRequest request, HttpAnswer answer) {
    return told(request, NO_ROUTE, cors.mark(request, answer));
  }

  private List<Route> matching(String path) {
    return routes.stream().filter(route -> route.match(path).isPresent()).toList();
  }

  private static boolean isTaken(List<Route> there, String method) {
    return there.stream().anyMatch(route -> answers(route, method));
  }

  /** {@code HEAD} is {@code GET} whose body nobody sends. */
  private static boolean answers(Route route, String method) {
    return route.method().equals(method.equals("HEAD") ? "GET" : method);
  }

  private CompletionStage<HttpAnswer> begin(
      Optional<Route> route, List<Route> there, HttpRequest request, Executor rest) {
    if (token.isPresent() && !route.map(Route::open).orElse(false)) {
      token.get().check(request);
    }
    if (there.isEmpty()) {
      throw new Problem(404, "there is nothing at this path; /openapi.json says what there is");
    }
    if (route.isEmpty()) {
      String allowed =
          String.join(", ", METHODS.stream().filter(m -> isTaken(there, m)).sorted().toList());
      throw new Problem(405, "this path takes " + allowed, Map.of("Allow", allowed));
    }
    Map<String, String> path = new HashMap<>(route.get().match(request.path()).orElseThrow());
    path.replaceAll((name, value) -> Query.decoded(value, false));
    return route.get().work().apply(new Call(request, path, rest));
  }

  private HttpAnswer explained(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof Problem problem) {
      return problem.answer();
    }
    if (cause instanceof UnansweredException unanswered) {
      HttpAnswer answer =
          Problems.answer(
              unanswered.reason() == UnansweredException.Reason.LATE ? 504 : 503,
              unanswered.getMessage());
      return answer.with("Retry-After", Integer.toString(RETRY_SECONDS));
    }
    if (cause instanceof SessionsUnavailableException away) {
      return Problems.answer(away.isUnsure() ? 504 : 503, away.getMessage())
          .with("Retry-After", Integer.toString(RETRY_SECONDS));
    }
    failures.heard(place(cause));
    return Problems.answer(500, "the server failed at this request; its log says more");
  }

  /** What a failure is and where in this program; not what it says, which may quote the request. */
  private static String place(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(OWN))
        .findFirst()
        .map(frame -> failure.getClass().getName() + " at " + frame)
        .orElse(failure.getClass().getName());
  }

  private HttpAnswer told(HttpRequest request, String template, HttpAnswer answer) {
    long nanos = System.nanoTime() - request.begun();
    String method = METHODS.contains(request.method()) ? request.method() : "other";
    metrics.answered(template, method, answer.status(), nanos);
    if (log.isOn()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
      line.put("method", method);
      line.put("route", template);
      line.put("status", answer.status());
      line.put("ms", Math.round(nanos / 1e3) / 1e3);
      line.put("bytes_in", request.body().length);
      line.put("bytes_out", answer.body().length);
      line.putAll(answer.told());
      log.add(Json.line(line));
    }
    HttpAnswer sent = answer.with("Cache-Control", "no-store"); // a visitor's, and for now
    return ending.getAsBoolean() ? sent.with("Connection", "close") : sent;
  }

  /** What there is, as {@code METHOD template}. */
  public List<String> list() {
    List<String> all = new ArrayList<>();
    routes.forEach(route -> all.add(route.method() + " " + route.template()));
    return all;
  }
}
