package io.sbr.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The server's JSON. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode read(byte[] body) throws IOException {
    return MAPPER.readTree(body);
  }

  /** What a session adds to an object. */
  static ObjectNode put(ObjectNode object, Session session) {
    object.set("items", MAPPER.valueToTree(session.items()));
    session.user().ifPresent(user -> object.put("user", user));
    if (!session.times().isEmpty()) {
      object.set(
          "times", MAPPER.valueToTree(session.times().stream().map(Object::toString).toList()));
    }
    if (!session.seconds().isEmpty()) {
      object.set("durations", MAPPER.valueToTree(session.seconds()));
    }
    return object;
  }

  /** What is wanted. */
  static ObjectNode put(ObjectNode object, Wanted wanted) {
    object.put("k", wanted.k());
    object.put("exclude_seen", wanted.excludeSeen());
    if (wanted.popular()) {
      object.put("unknown", "popular");
    }
    if (!wanted.filter().isEmpty()) {
      object.set("filter", MAPPER.valueToTree(wanted.filter()));
    }
    wanted.allowed().ifPresent(ids -> object.set("allow", MAPPER.valueToTree(ids)));
    if (!wanted.excluded().isEmpty()) {
      object.set("exclude", MAPPER.valueToTree(wanted.excluded()));
    }
    wanted.run().ifPresent(run -> object.put("run", run));
    return object;
  }

  /**
   * An answer.
   *
   * @param label names the run: the answer itself, or the batch that it is of
   */
  static Answer answer(JsonNode label, JsonNode json) {
    Set<String> notKnown = new HashSet<>();
    json.path("not_known").forEach(name -> notKnown.add(name.asText()));
    List<Answer.Item> items = new ArrayList<>();
    json.path("items").forEach(item -> items.add(item(item)));
    return new Answer(
        label.path("run").asText(),
        label.path("version").asText(),
        json.path("known_clicks").asInt(),
        json.path("unknown_clicks").asInt(),
        json.path("answered_by").asText(),
        notKnown,
        items);
  }

  private static Answer.Item item(JsonNode json) {
    Map<String, String> attributes = new LinkedHashMap<>();
    json.path("attributes")
        .fields()
        .forEachRemaining(field -> attributes.put(field.getKey(), field.getValue().asText()));
    return new Answer.Item(json.path("item").asText(), json.path("score").asDouble(), attributes);
  }
}
