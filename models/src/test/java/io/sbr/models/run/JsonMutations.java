package io.sbr.models.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON text with each of its values in turn replaced by each of what should not stand there. */
final class JsonMutations {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> VALUES =
      List.of(
          "null",
          "{}",
          "[]",
          "[null]",
          "\"x\"",
          "\"\"",
          "true",
          "-1",
          "0",
          "2147483647",
          "[2147483647]",
          "9223372036854775808",
          "1e300",
          "0.5",
          "\"NaN\"");

  private static final List<String> TEXTS =
      List.of(
          "",
          "{",
          "null",
          "[]",
          "{}",
          "7",
          "\"x\"",
          "{\"a\":1,\"a\":2}",
          "\u0000",
          "[".repeat(50_000));

  private JsonMutations() {}

  /** Name of the mutation and the text. */
  static Map<String, String> of(String text) throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      all.put("text " + i, TEXTS.get(i));
    }
    all.put("twice", text + text);
    List<List<Object>> places = new ArrayList<>();
    collect(JSON.readTree(text), new ArrayList<>(), places);
    for (List<Object> place : places) {
      for (String value : VALUES) {
        all.put(place + " = " + value, mutated(text, place, JSON.readTree(value)));
      }
      all.put(place + " removed", mutated(text, place, null));
      all.put(place + " doubled", mutated(text, place, JSON.readTree("[[[]]]")));
    }
    return all;
  }

  private static void collect(JsonNode node, List<Object> at, List<List<Object>> places) {
    if (node.isObject()) {
      node.fieldNames()
          .forEachRemaining(
              name -> {
                List<Object> inner = new ArrayList<>(at);
                inner.add(name);
                places.add(inner);
                collect(node.get(name), inner, places);
              });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        List<Object> inner = new ArrayList<>(at);
        inner.add(i);
        places.add(inner);
        collect(node.get(i), inner, places);
      }
    }
  }

  private static String mutated(String text, List<Object> place, JsonNode value)
      throws IOException {
    JsonNode root = JSON.readTree(text);
    JsonNode parent = root;
    for (Object step : place.subList(0, place.size() - 1)) {
      parent = step instanceof Integer i ? parent.get(i) : parent.get((String) step);
    }
    Object last = place.get(place.size() - 1);
    if (parent instanceof ArrayNode array) {
      if (value == null) {
        array.remove((Integer) last);
      } else {
        array.set((Integer) last, value);
      }
    } else if (value == null) {
      ((ObjectNode) parent).remove((String) last);
    } else {
      ((ObjectNode) parent).set((String) last, value);
    }
    return JSON.writeValueAsString(root);
  }
}
