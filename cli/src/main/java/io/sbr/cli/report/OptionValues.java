package io.sbr.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.models.Models;
import io.sbr.models.learning.OptimizerRule;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.TrainSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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
              if (field.getKey().equals(TrainSettings.BLEND)) {
                values.put(TrainSettings.BLEND, blend(value));
              } else if (value.isObject()) {
                if (field.getKey().equals(OptimizerRule.ADAGRAD.toString())) { // instead of Adam
                  values.put("optimizer", field.getKey());
                }
                collect(value, values);
              } else {
                values.put(
                    optionName(field.getKey()),
                    value.isValueNode() ? value.asText() : value.toString());
              }
            });
  }

  /** A method's name, and in brackets what is not its default: its settings are not the model's. */
  private static String blend(JsonNode method) {
    String name = method.path(ModelSettings.NAME).asText();
    Map<String, String> own = of(method);
    own.entrySet().removeAll(of(Models.settings(name)).entrySet());
    return own.isEmpty()
        ? name
        : own.entrySet().stream()
            .map(setting -> setting.getKey() + " " + setting.getValue())
            .collect(Collectors.joining(", ", name + " (", ")"));
  }

  private static String optionName(String field) {
    return switch (field) {
      case "name" -> "model";
      case "ks" -> "k";
      default -> field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    };
  }
}
