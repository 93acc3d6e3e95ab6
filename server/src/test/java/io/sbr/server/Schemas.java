package io.sbr.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** As much of JSON Schema as the server's document uses. */
final class Schemas {
  private final JsonNode document;

  Schemas(JsonNode document) {
    this.document = document;
  }

  /** What a reference points to; itself if it is none. */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** What of a value the schema does not allow. */
  List<String> faults(JsonNode schema, JsonNode value) {
    List<String> faults = new ArrayList<>();
    check(resolved(schema), value, "", faults);
    return faults;
  }

  private void check(JsonNode schema, JsonNode value, String at, List<String> faults) {
    if (!isOf(schema.path("type").asText(), value)) {
      faults.add(at + " is no " + schema.path("type") + ": " + value);
      return;
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      faults.add(at + " is none of " + schema.get("enum") + ": " + value);
    }
    if (schema.has("minimum") && value.asDouble() < schema.get("minimum").asDouble()) {
      faults.add(at + " is too small: " + value);
    }
    if (schema.has("pattern")
        && !Pattern.compile(schema.get("pattern").asText()).matcher(value.asText()).find()) {
      faults.add(at + " is not like " + schema.get("pattern") + ": " + value);
    }
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        faults.add(at + " lacks " + name);
      }
    }
    for (Iterator<Map.Entry<String, JsonNode>> fields = value.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      JsonNode of = schema.path("properties").path(field.getKey());
      if (!of.isMissingNode()) {
        check(resolved(of), field.getValue(), at + "/" + field.getKey(), faults);
      } else if (schema.path("additionalProperties").isObject()) {
        check(
            resolved(schema.get("additionalProperties")),
            field.getValue(),
            at + "/" + field.getKey(),
            faults);
      } else if (!schema.path("additionalProperties").asBoolean(true)) {
        faults.add(at + " may not have " + field.getKey());
      }
    }
    if (value.isArray() && schema.has("items")) {
      value.forEach(one -> check(resolved(schema.get("items")), one, at + "[]", faults));
    }
  }

  private static boolean contains(JsonNode array, JsonNode value) {
    for (JsonNode one : array) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new AssertionError("a type that is not known: " + type);
    };
  }
}
