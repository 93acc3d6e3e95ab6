package io.sbr.server.api;

import io.sbr.data.Shown;
import io.sbr.models.ask.AnswerJson;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.Question;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.server.http.HttpAnswer;
import io.sbr.server.serving.Answered;
import io.sbr.server.serving.RunLabel;
import io.sbr.server.serving.ServedRun;
import io.sbr.server.serving.ServedRuns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Asks runs, and writes what they answer: as {@code recommend --json} does, with the version. */
final class Asking {
  private final ServedRuns runs;
  private final ShopRules rules;

  Asking(ServedRuns runs, ShopRules rules) {
    this.runs = runs;
    this.rules = rules;
  }

  /**
   * A run.
   *
   * @param asked its name; where none is named, that of the split, and without one the first
   * @param session id of who asks, by which sessions are split
   * @throws Problem if there is none of that name
   */
  ServedRun run(Optional<String> asked, Optional<String> session) {
    Optional<String> name = asked.or(() -> rules.split().flatMap(split -> session.map(split::of)));
    if (name.isEmpty()) {
      return runs.first();
    }
    return runs.find(name.get())
        .orElseThrow(
            () ->
                new Problem(
                    404,
                    "there is no run "
                        + Shown.quoted(name.get())
                        + "; there are "
                        + String.join(", ", runs.figures(run -> 0).keySet())));
  }

  /** What a run answers where it knows no click and the request does not say what. */
  String fallback(ServedRun run) {
    boolean popular = rules.unknown() == RankingOptions.Unknown.POPULAR && run.knowsPopular();
    return popular ? "popular" : "empty";
  }

  /** One session. */
  CompletionStage<HttpAnswer> one(
      ServedRun run, Clicks clicks, RankingOptions options, Executor rest) {
    check(run, options);
    return run.ask(List.of(new Question(clicks, options)))
        .thenApplyAsync(
            answered -> {
              Map<String, Object> object = named(answered.run());
              object.putAll(AnswerJson.of(answered.answers().get(0)));
              return Json.ok(object).telling(told(answered));
            },
            rest);
  }

  /** A question that fails its pass would cost all others in it a second one. */
  private static void check(ServedRun run, RankingOptions options) {
    if (options.unknown() == RankingOptions.Unknown.POPULAR && !run.knowsPopular()) {
      throw Problem.badRequest(
          "run %s does not say which items are popular".formatted(Shown.quoted(run.name())));
    }
    AskedJson.checked(
        () -> {
          run.check(options.filter());
          return null;
        });
  }

  /** Several. */
  CompletionStage<HttpAnswer> several(
      ServedRun run, List<Clicks> sessions, RankingOptions options, Executor rest) {
    check(run, options);
    return run.ask(sessions.stream().map(clicks -> new Question(clicks, options)).toList())
        .thenApplyAsync(
            answered -> {
              Map<String, Object> object = named(answered.run());
              object.put("answers", answered.answers().stream().map(AnswerJson::of).toList());
              return Json.ok(object).telling(told(answered));
            },
            rest);
  }

  /** Which run, and which version of it. */
  static Map<String, Object> named(RunLabel label) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("run", label.name());
    object.put("version", label.version());
    object.put("model", label.model());
    return object;
  }

  /** For the access log. */
  private static Map<String, Object> told(Answered answered) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("run", answered.run().name());
    told.put("version", answered.run().version());
    told.put("sessions", answered.answers().size());
    told.put("together", answered.together());
    return told;
  }
}
