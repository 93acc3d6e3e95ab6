package io.sbr.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.data.Shown;
import io.sbr.models.ask.AskedFilter;
import io.sbr.models.ask.ClicksJson;
import io.sbr.models.catalogue.ItemFilter;
import io.sbr.models.pipeline.Clicks;
import io.sbr.models.pipeline.RankingOptions;
import io.sbr.models.pipeline.RankingOptions.Unknown;
import io.sbr.server.http.HttpRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What a body asks for. Every name in it must be known: one that is misspelt would be a wish that
 * is not fulfilled.
 */
final class AskedJson {
  /** What says how to answer, beside what says of a session what was clicked. */
  static final Set<String> OPTIONS =
      Set.of("run", "k", "exclude_seen", "unknown", "filter", "allow", "exclude");

  /** Items of an answer where nothing is said. */
  static final int K = 20;

  private final JsonNode body;
  private final AskLimits limits;

  private AskedJson(JsonNode body, AskLimits limits) {
    this.body = body;
    this.limits = limits;
  }

  /**
   * The object of a body.
   *
   * @param more names that it may have beside {@link #OPTIONS}
   * @throws Problem if it is none, or has a name that is not known
   */
  static AskedJson of(HttpRequest request, AskLimits limits, Set<String> more) {
    checkType(request);
    JsonNode body = checked(() -> ClicksJson.read(request.body()));
    Set<String> allowed = new TreeSet<>(OPTIONS);
    allowed.addAll(more);
    return new AskedJson(object("the body", body, allowed), limits);
  }

  /** Refuses a body that is not said to be JSON: a form of a page elsewhere cannot say so. */
  static void checkType(HttpRequest request) {
    String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.split(";", 2)[0].strip().equals("application/json")) {
      throw new Problem(415, "the body must be JSON, with Content-Type: application/json");
    }
  }

  private static JsonNode object(String what, JsonNode node, Set<String> allowed) {
    if (!node.isObject()) {
      throw Problem.badRequest(what + " is no JSON object");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!allowed.contains(name)) {
        throw Problem.badRequest(
            Shown.quoted(name) + " is none of " + String.join(", ", new TreeSet<>(allowed)));
      }
    }
    return node;
  }

  /** The name of the run that is asked, if one is named. */
  Optional<String> run() {
    return text("run");
  }

  /**
   * How to answer.
   *
   * @param otherwise what is answered where no click is known and the body does not say what
   */
  RankingOptions options(String otherwise) {
    return options(
            body.hasNonNull("k") ? k(body.get("k")) : K,
            flag("exclude_seen", false),
            text("unknown").orElse(otherwise),
            limits)
        .only(checked(this::filter));
  }

  private ItemFilter filter() {
    ItemFilter filter =
        body.hasNonNull("filter") ? AskedFilter.of(body.get("filter")) : ItemFilter.NONE;
    if (body.hasNonNull("allow")) {
      filter = filter.among(ClicksJson.ids("allow", body.get("allow")));
    }
    return body.hasNonNull("exclude")
        ? filter.without(ClicksJson.ids("exclude", body.get("exclude")))
        : filter;
  }

  private int k(JsonNode value) {
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw Problem.badRequest("\"k\" must be a whole number up to " + limits.k());
    }
    return value.intValue();
  }

  /** The same from values. */
  static RankingOptions options(int k, boolean excludeSeen, String unknown, AskLimits limits) {
    if (k < 1 || k > limits.k()) {
      throw Problem.badRequest("k must be between 1 and %d, not %d".formatted(limits.k(), k));
    }
    Unknown answer =
        switch (unknown) {
          case "empty" -> Unknown.EMPTY;
          case "popular" -> Unknown.POPULAR;
          default ->
              throw Problem.badRequest("unknown is empty or popular, not " + Shown.quoted(unknown));
        };
    return new RankingOptions(k, excludeSeen, answer);
  }

  /** The session of the body itself. */
  Clicks clicks() {
    return bounded(checked(() -> ClicksJson.said(body)));
  }

  /** Those of {@code "sessions"}. */
  List<Clicks> sessions() {
    JsonNode array = body.get("sessions");
    if (array == null || !array.isArray() || array.isEmpty()) {
      throw Problem.badRequest("\"sessions\" must be an array of one session or more");
    }
    if (array.size() > limits.sessions()) {
      throw Problem.badRequest(
          "%d sessions; at most %d may come together".formatted(array.size(), limits.sessions()));
    }
    List<Clicks> sessions = new ArrayList<>(array.size());
    for (JsonNode session : array) {
      String which = "\"sessions\"[" + sessions.size() + "]: ";
      try {
        if (!session.isArray()) {
          object("a session that is no array of ids", session, ClicksJson.NAMES);
        }
        sessions.add(bounded(ClicksJson.of(session)));
      } catch (Problem | IllegalArgumentException e) {
        throw Problem.badRequest(which + e.getMessage());
      }
    }
    return sessions;
  }

  /** A text, if it is given. */
  Optional<String> text(String name) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw Problem.badRequest("\"" + name + "\" must be a text");
    }
    return Optional.of(value.textValue());
  }

  /** Yes or no. */
  boolean flag(String name, boolean otherwise) {
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw Problem.badRequest("\"" + name + "\" must be true or false");
    }
    return value.booleanValue();
  }

  private Clicks bounded(Clicks clicks) {
    return bounded(clicks, limits);
  }

  /**
   * The same clicks.
   *
   * @throws Problem if there are more than may be, or an id is longer
   */
  static Clicks bounded(Clicks clicks, AskLimits limits) {
    if (clicks.items().size() > limits.clicks()) {
      throw Problem.badRequest(
          "%d clicks; a session may have %d".formatted(clicks.items().size(), limits.clicks()));
    }
    clicks.items().forEach(id -> checkId("an item's id", id, limits));
    clicks.user().ifPresent(id -> checkId("the user's id", id, limits));
    return clicks;
  }

  /** Refuses an id that is none, or too long. */
  static void checkId(String what, String id, AskLimits limits) {
    if (id.isEmpty() || id.length() > limits.idLength()) {
      throw Problem.badRequest(
          "%s must have 1 to %d characters".formatted(what, limits.idLength()));
    }
  }

  /** What is wrong with JSON is the client's to mend. */
  static <T> T checked(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(e.getMessage());
    }
  }
}
