package io.sbr.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.server.http.HttpAnswer;
import java.util.Map;

/** Objects as answers and as lines. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** An answer of status 200. */
  static HttpAnswer ok(Map<String, Object> object) {
    try {
      return HttpAnswer.of(200, "application/json", MAPPER.writeValueAsBytes(object));
    } catch (JsonProcessingException e) {
      throw notPlain(e);
    }
  }

  /** A line, not ended. */
  static String line(Map<String, Object> object) {
    try {
      return MAPPER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw notPlain(e);
    }
  }

  private static IllegalStateException notPlain(JsonProcessingException e) {
    return new IllegalStateException("answers are made of plain values", e);
  }
}
