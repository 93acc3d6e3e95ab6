package io.sbr.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Settings by the names of their options. */
public final class OptionValues {
  private OptionValues() {}

  /** Of {@code TrainSettings} or a part of them, in the order of {@code run.json}. */
  public static Map<String, String> of(Object settings) {
    Map<String, String> values = new LinkedHashMap<>();
    collect(new ObjectMapper().valueToTree(settings), values);
    return values;
  }

  private static void collect(JsonNode node, Map<String, String> values) {
    node.fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              if (value.isObject()) {
                collect(value, values);
              } else {
                values.put(
                    optionName(field.getKey()),
                    value.isValueNode() ? value.asText() : value.toString());
              }
            });
  }

  private static String optionName(String field) {
    return switch (field) {
      case "name" -> "model";
      case "ks" -> "k";
      default -> field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    };
  }
}
