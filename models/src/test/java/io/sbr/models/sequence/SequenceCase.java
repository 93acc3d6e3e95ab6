package io.sbr.models.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.autograd.Parameter;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.Models;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A golden case of RecBole's or the authors' programs: configuration, inputs, parameters, and what
 * the program made of them. Column 0 of its scores is the padding row's.
 */
final class SequenceCase {
  private static final Path FOLDER = Path.of("src/test/resources/golden/sequence");

  private final String name;
  private final JsonNode json;
  private final SafeTensors f64;

  SequenceCase(String name) {
    this.name = name;
    try {
      json = new ObjectMapper().readTree(FOLDER.resolve(name + ".json").toFile());
      f64 = SafeTensors.read(FOLDER.resolve(name + ".f64.safetensors"));
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  JsonNode config() {
    return json.get("config");
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

  /** Parameters that move by rounding alone: a softmax or a norm takes what they add away again. */
  boolean moves(Parameter parameter) {
    boolean noise =
        parameter.name().endsWith("key.bias")
            || parameter.name().equals("net.fn.bias")
            || parameter.name().equals("net.trm_encoder.layer.1.feed_forward.LayerNorm.bias");
    Iterator<String> fields = json.fieldNames();
    while (fields.hasNext()) {
      String field = fields.next();
      if (field.startsWith("parameters_whose_gradient_is_zero")) {
        List<String> listed = new ArrayList<>();
        json.get(field).forEach(node -> listed.add(node.asText()));
        if (listed.contains(parameter.name()) != noise) {
          throw new AssertionError(name + " says otherwise of " + parameter);
        }
      }
    }
    return !noise;
  }

  /** The model with the case's initial parameters. */
  SessionModel model(Arena weights) {
    int items = config().get("rows_of_item_table").asInt() - 1;
    SessionModel model =
        Models.create(
            settings(),
            new ModelContext(
                items,
                Optional.empty(),
                Optional.empty(),
                weights,
                OptionalLong.of(0),
                this::users));
    for (Parameter parameter : model.parameters()) {
      weights.backend().write(numbers(f64, "param.", parameter), parameter.value());
    }
    return model;
  }

  /** Those whose vectors the case has, but for the padding row. */
  private List<String> users() {
    return IntStream.range(1, config().get("users").asInt()).mapToObj(Integer::toString).toList();
  }

  /**
   * What a file says of a parameter.
   *
   * @param prefix {@code param.}, {@code grad.} or the like
   */
  double[] numbers(SafeTensors file, String prefix, Parameter parameter) {
    if (!elsewhere()) {
      return file.doubles(prefix + parameter.name());
    }
    if (parameter.name().equals("item_embedding.weight")) {
      return file.doubles(prefix + "emb.weight");
    }
    double[] values = file.doubles(prefix + parameter.name());
    if (!parameter.name().equals("b.weight")) {
      return values;
    }
    int rows = parameter.value().rows(); // there B maps the other way
    int cols = parameter.value().cols();
    double[] turned = new double[values.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = values[i % cols * rows + i / cols];
    }
    return turned;
  }

  /** Whether it is the one of another program, whose padding row learns nothing. */
  boolean elsewhere() {
    return name.equals("narm_wangshuo");
  }

  private ModelSettings settings() {
    String model = json.get("model").asText();
    return switch (model) {
      case "coreave" -> core().with(Map.of("encoder", "average"));
      case "coretrm" -> core().with(transformer());
      case "sasrec" ->
          Models.settings("sasrec").with(transformer()).with(Map.of("hidden", text("hidden_size")));
      case "stamp" ->
          Models.settings("stamp")
              .with(Map.of("hidden", text("embedding_size"), "pad", "published"));
      case "narm" ->
          Models.settings("narm")
              .with(
                  Map.of(
                      "hidden",
                      text(elsewhere() ? "hidden" : "hidden_size"),
                      "embedding",
                      text(elsewhere() ? "embedding" : "embedding_size"),
                      "biases",
                      elsewhere() ? "on" : "off",
                      "dropout",
                      "0",
                      "context-dropout",
                      "0"));
      case "gru4rec" ->
          Models.settings("gru4rec-full")
              .with(
                  Map.of(
                      "hidden",
                      text("hidden_size"),
                      "embedding",
                      text("embedding_size"),
                      "dropout",
                      "0"));
      case "caser" ->
          Models.settings("caser")
              .with(
                  Map.of(
                      "hidden",
                      text("embedding_size"),
                      "window",
                      text("L"),
                      "vertical",
                      text("nv"),
                      "horizontal",
                      text("nh"),
                      "norm-weight",
                      text("reg_weight"),
                      "align",
                      "first",
                      "users",
                      "on",
                      "dropout",
                      "0"));
      default -> throw new AssertionError("no model " + model);
    };
  }

  private ModelSettings core() {
    return Models.settings("core")
        .with(
            Map.of(
                "hidden",
                text("embedding_size"),
                "temperature",
                text("temperature"),
                "dropout",
                "0",
                "item-dropout",
                "0"));
  }

  private Map<String, String> transformer() {
    return Map.of(
        "layers", text("n_layers"),
        "heads", text("n_heads"),
        "inner", text("inner_size"),
        "positions", text("L"),
        "hidden-dropout", "0",
        "attention-dropout", "0");
  }

  private String text(String field) {
    return config().get(field).asText();
  }

  /**
   * Rows {@code [from, to)} of padded inputs, packed.
   *
   * @param part what the inputs' names begin with: nothing, {@code train_} or {@code test_}
   */
  GraphBatch batch(SessionModel model, String part, int from, int to) {
    int length = f64.shape("input." + part + "sequence").dim(1);
    long[] items = f64.longs("input." + part + "sequence");
    long[] targets = f64.longs("input." + part + "targets");
    int[][] sessions = new int[to - from][];
    int[] longest = new int[to - from];
    int examples = 0;
    for (int b = from; b < to; b++) {
      LongStream input = Arrays.stream(items, b * length, (b + 1) * length).filter(i -> i != 0);
      sessions[b - from] =
          LongStream.concat(input, LongStream.of(targets[b])).mapToInt(i -> (int) i).toArray();
      longest[b - from] = examples;
      examples += sessions[b - from].length - 1;
    }
    return new BatchBuilder(model.itemCount(), model.needs(), length)
        .build(new Examples(withUsers(Sessions.of(sessions), part, from), 1), longest);
  }

  private Sessions withUsers(Sessions sessions, String part, int from) {
    String name = "input." + part + "user";
    if (!f64.names().contains(name)) {
      return sessions;
    }
    int[] users = Arrays.stream(f64.longs(name)).mapToInt(user -> (int) user).toArray();
    return new Sessions(
        sessions.items(),
        sessions.offsets(),
        null,
        null,
        Arrays.copyOfRange(users, from, from + sessions.count()));
  }

  @Override
  public String toString() {
    return name;
  }
}
