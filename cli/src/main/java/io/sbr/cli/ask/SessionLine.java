package io.sbr.cli.ask;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sbr.cli.options.UsageException;
import io.sbr.data.Shown;
import io.sbr.models.pipeline.Clicks;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A session as a line of a file: ids between commas, or JSON if the line begins with a bracket or a
 * brace: {@code ["a","b"]}, or <code>{"items":["a","b"],"user":"u1","times":[…],"durations":[…]}
 * </code> of which only the items are needed.
 */
final class SessionLine {
  private static final Set<String> NAMES = Set.of("items", "user", "times", "durations");

  private SessionLine() {}

  /** In a class of its own: most files are CSV. */
  private static final class Json {
    static final ObjectMapper MAPPER =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
  }

  /**
   * The session of a line; no clicks in a blank one.
   *
   * @throws UsageException that says what is wrong with it
   */
  static Clicks parse(String line) {
    String text = line.strip();
    try {
      return text.startsWith("{") || text.startsWith("[")
          ? json(text)
          : Clicks.of(CsvIds.parse(text));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static Clicks json(String text) {
    JsonNode session;
    try {
      session = Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UsageException("not JSON: " + Shown.brief(e.getOriginalMessage()));
    }
    if (session.isArray()) {
      return Clicks.of(ids("items", session));
    }
    for (Iterator<String> names = session.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!NAMES.contains(name)) {
        throw new UsageException(
            Shown.quoted(name) + " is none of items, user, times and durations");
      }
    }
    if (!session.has("items")) {
      throw new UsageException("no \"items\"");
    }
    Optional<String> user =
        session.hasNonNull("user")
            ? Optional.of(id("user", session.get("user")))
            : Optional.empty();
    return new Clicks(
        ids("items", session.get("items")),
        user,
        session.hasNonNull("times")
            ? AskedTimes.times(values("times", session.get("times")))
            : List.of(),
        session.hasNonNull("durations")
            ? AskedTimes.durations(values("durations", session.get("durations")))
            : List.of());
  }

  private static List<String> ids(String name, JsonNode array) {
    return texts(name, array, true);
  }

  private static List<String> values(String name, JsonNode array) {
    return texts(name, array, false);
  }

  private static List<String> texts(String name, JsonNode array, boolean ids) {
    if (!array.isArray()) {
      throw new UsageException("\"" + name + "\" is no array");
    }
    List<String> texts = new ArrayList<>(array.size());
    for (JsonNode value : array) {
      texts.add(ids || !value.isNumber() ? id(name, value) : value.decimalValue().toPlainString());
    }
    return texts;
  }

  /** A text, or a whole number as it is written. */
  private static String id(String name, JsonNode value) {
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw new UsageException(
          "\"%s\" holds %s: a text or a whole number was expected"
              .formatted(name, Shown.quoted(value.toString())));
    }
    return value.asText();
  }
}
