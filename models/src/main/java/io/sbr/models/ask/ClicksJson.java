package io.sbr.models.ask;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sbr.data.Shown;
import io.sbr.models.pipeline.Clicks;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A session in JSON: <code>{"items":["a","b"],"user":"u1","times":[…],"durations":[…]}</code>, of
 * which only the items are needed, or the ids alone: {@code ["a","b"]}.
 */
public final class ClicksJson {
  /** What is said of a session. */
  public static final Set<String> NAMES = Set.of("items", "user", "times", "durations");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ClicksJson() {}

  /**
   * One value, strictly: no name twice in an object, nothing after the value.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + Shown.brief(e.getOriginalMessage()));
    }
  }

  /**
   * The same of UTF-8, and of no other encoding, which Jackson would guess from the first bytes.
   */
  public static JsonNode read(byte[] text) {
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not JSON: not UTF-8");
    }
  }

  /**
   * The session of a value.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static Clicks of(JsonNode session) {
    if (session.isArray()) {
      return Clicks.of(ids("items", session));
    }
    for (Iterator<String> names = session.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            Shown.quoted(name) + " is none of items, user, times and durations");
      }
    }
    return said(session);
  }

  /**
   * What an object, which may hold more, says of a session.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static Clicks said(JsonNode object) {
    if (!object.has("items")) {
      throw new IllegalArgumentException("no \"items\"");
    }
    Optional<String> user =
        object.hasNonNull("user") ? Optional.of(id("user", object.get("user"))) : Optional.empty();
    return new Clicks(
        ids("items", object.get("items")),
        user,
        object.hasNonNull("times")
            ? AskedTimes.times(values("times", object.get("times")))
            : List.of(),
        object.hasNonNull("durations")
            ? AskedTimes.durations(values("durations", object.get("durations")))
            : List.of());
  }

  /**
   * Ids, each a text or a whole number.
   *
   * @param name of the array, for the message
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static List<String> ids(String name, JsonNode array) {
    return texts(name, array, true);
  }

  private static List<String> values(String name, JsonNode array) {
    return texts(name, array, false);
  }

  private static List<String> texts(String name, JsonNode array, boolean ids) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("\"" + name + "\" is no array");
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
      throw new IllegalArgumentException(
          "\"%s\" holds %s: a text or a whole number was expected"
              .formatted(name, Shown.quoted(value.toString())));
    }
    return value.asText();
  }
}
