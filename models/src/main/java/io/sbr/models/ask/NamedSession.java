package io.sbr.models.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.models.pipeline.Clicks;
import java.util.Optional;

/**
 * One of many sessions of a file: <code>{"session":"s1","items":["a","b"]}</code> and whatever else
 * {@link ClicksJson} knows of a session. Who asks gets the name back with the answer.
 *
 * @param name as the file has it, if it has one
 * @param clicks of it
 */
public record NamedSession(Optional<String> name, Clicks clicks) {
  /** What the name is called. */
  public static final String SESSION = "session";

  /**
   * The session of a value; the name is taken out of it.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static NamedSession of(JsonNode session) {
    Optional<String> name = Optional.empty();
    if (session instanceof ObjectNode object && object.has(SESSION)) {
      JsonNode value = object.remove(SESSION);
      if (!value.isNull()) {
        name = Optional.of(ClicksJson.ids(SESSION, object.arrayNode().add(value)).get(0));
      }
    }
    return new NamedSession(name, ClicksJson.of(session));
  }
}
