package io.sbr.models.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.data.Shown;
import io.sbr.data.store.StrictJson;
import io.sbr.models.Models;
import io.sbr.models.learning.Course;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the settings of a run as {@link TrainSettings} writes them; what is wrong is named. */
final class WrittenSettings {
  private final JsonNode written;

  private WrittenSettings(JsonNode written) {
    this.written = written;
  }

  static TrainSettings read(JsonNode written) throws JsonProcessingException {
    return new WrittenSettings(written).settings();
  }

  private TrainSettings settings() throws JsonProcessingException {
    ModelSettings model = model("model");
    Protocol protocol = value("protocol", Protocol.class);
    return new TrainSettings(
        model,
        model.kind() instanceof NeuralKind ? Optional.of(learning()) : Optional.empty(),
        protocol,
        number("minPrefix"),
        protocol == Protocol.FINAL
            ? TrainSettings.DEFAULT.validation()
            : value("validation", double.class),
        written.has("validationGap")
            ? OptionalInt.of(number("validationGap"))
            : OptionalInt.empty(),
        written.has("lastView") ? value("lastView", LastView.class) : LastView.MEASURED,
        ks(),
        ties(),
        written.has(TrainSettings.BLEND)
            ? Optional.of(model(TrainSettings.BLEND))
            : Optional.empty());
  }

  /** What older runs do not have: they knew one rule. */
  private Ties ties() {
    if (!written.has(TrainSettings.TIES)) {
      return Ties.ORDERED;
    }
    String word = field(TrainSettings.TIES).asText();
    return Arrays.stream(Ties.values())
        .filter(rule -> rule.toString().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("ties is no rule: " + Shown.brief(word)));
  }

  private ModelSettings model(String key) {
    JsonNode model = field(key);
    if (!model.isObject() || !model.path(ModelSettings.NAME).isTextual()) {
      throw new IllegalArgumentException(key + " is no model");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    model
        .fields()
        .forEachRemaining(
            setting -> {
              if (!setting.getValue().isValueNode()) {
                throw new IllegalArgumentException(key + "." + setting.getKey() + " is no value");
              }
              values.put(setting.getKey(), setting.getValue().asText());
            });
    return Models.settings(values);
  }

  private LearningSettings learning() throws JsonProcessingException {
    return new LearningSettings(
        value("optimizer", OptimizerSettings.class),
        written.has(TrainSettings.COURSE)
            ? value(TrainSettings.COURSE, Course.class)
            : Course.PLAIN,
        number("epochs"),
        number("batchSize"),
        value("seed", long.class),
        number("patience"),
        number("checkpointEvery"),
        number("lossEvery"));
  }

  private List<Integer> ks() {
    List<Integer> ks = new ArrayList<>();
    if (!field("ks").isArray()) {
      throw new IllegalArgumentException("ks is no list");
    }
    for (JsonNode k : field("ks")) {
      ks.add(whole("ks", k));
    }
    return ks;
  }

  private int number(String name) {
    return whole(name, field(name));
  }

  private static int whole(String name, JsonNode value) {
    if (!value.isInt()) {
      throw new IllegalArgumentException(name + " is no whole number");
    }
    return value.intValue();
  }

  private <T> T value(String name, Class<T> type) throws JsonProcessingException {
    try {
      return StrictJson.MAPPER.treeToValue(field(name), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + ": " + StrictJson.fault(e), e);
    }
  }

  private JsonNode field(String name) {
    JsonNode value = written.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }
}
