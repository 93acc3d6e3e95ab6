package io.sbr.models.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.autograd.Parameter;
import io.sbr.models.Models;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.Training;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A golden case of GRU4Rec's own program, whose items are numbered from 0. */
final class Gru4RecCase {
  private static final Path FOLDER = Path.of("src/test/resources/golden/gru4rec");

  /** Stored there in × out. */
  private static final String TURNED = "GE.W[a-z]+0";

  private final String name;
  private final JsonNode config;
  private final JsonNode json;
  private final SafeTensors f64;

  Gru4RecCase(String name) {
    this.name = name;
    try {
      json = new ObjectMapper().readTree(FOLDER.resolve(name + ".json").toFile());
      config = json.get("config");
      f64 = SafeTensors.read(FOLDER.resolve(name + ".f64.safetensors"));
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Everything that is said of the case. */
  JsonNode json() {
    return json;
  }

  /** Numbers as the double-precision program has them. */
  SafeTensors f64() {
    return f64;
  }

  /** Numbers as the single-precision program has them. */
  SafeTensors f32() {
    try {
      return SafeTensors.read(FOLDER.resolve(name + ".f32.safetensors"));
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  int lanes() {
    return config.get("batch").asInt();
  }

  int items() {
    return config.get("n_items").asInt();
  }

  double rate() {
    return config.path("learning_rate").asDouble(0.05);
  }

  double momentum() {
    return config.path("momentum").asDouble(0);
  }

  /** Integers of an input. */
  int[] ints(String input) {
    return Arrays.stream(f64.longs("input." + input)).mapToInt(Math::toIntExact).toArray();
  }

  /** The rows of an input that is a matrix. */
  int[][] rows(String input) {
    int width = f64.shape("input." + input).dim(1);
    int[] all = ints(input);
    int[][] rows = new int[all.length / width][];
    Arrays.setAll(rows, t -> Arrays.copyOfRange(all, t * width, (t + 1) * width));
    return rows;
  }

  /** The model, to be trained, with the case's initial parameters. */
  Gru4Rec model(Arena weights) {
    int[] clicks = new int[items() + 1];
    System.arraycopy(ints("item_counts"), 0, clicks, 1, items());
    SessionModel model =
        Models.create(
            settings(),
            new ModelContext(items(), Optional.empty(), weights, 0)
                .with(new Training(lanes(), clicks)));
    for (Parameter parameter : model.parameters()) {
      weights.backend().write(numbers(f64, "param.", parameter), parameter.value());
    }
    return (Gru4Rec) model;
  }

  /**
   * What a file says of a parameter.
   *
   * @param prefix {@code param.}, {@code grad.} or the like
   */
  double[] numbers(SafeTensors file, String prefix, Parameter parameter) {
    double[] values = file.doubles(prefix + parameter.name());
    if (!parameter.name().matches(TURNED)) {
      return values;
    }
    int rows = parameter.value().rows();
    int cols = parameter.value().cols();
    double[] turned = new double[values.length];
    Arrays.setAll(turned, i -> values[i % cols * rows + i / cols]);
    return turned;
  }

  private ModelSettings settings() {
    JsonNode layers = config.get("layers");
    boolean ranks = config.path("loss").asText().equals("bpr-max");
    boolean constrained = config.path("constrained_embedding").asBoolean(true);
    int embedding = config.path("embedding").asInt(0);
    Map<String, String> values = new HashMap<>();
    values.put("hidden", layers.get(layers.size() - 1).asText());
    values.put("layers", String.valueOf(layers.size()));
    if (layers.size() > 1) {
      values.put("lower-hidden", layers.get(0).asText());
    }
    values.put("input", constrained ? "constrained" : embedding > 0 ? "separate" : "one-hot");
    if (embedding > 0) {
      values.put("embedding", String.valueOf(embedding));
    }
    values.put("loss", ranks ? "bpr-max" : "cross-entropy");
    values.put("negatives", config.get("n_sample").asText());
    values.put("sample-alpha", config.path("sample_alpha").asText("0.5"));
    if (ranks) {
      values.put("elu", config.get("elu_param").asText());
      values.put("bpreg", config.get("bpreg").asText());
    } else {
      values.put("logq", config.path("logq").asText("0"));
    }
    return Models.settings("gru4rec").with(values);
  }

  @Override
  public String toString() {
    return name;
  }
}
