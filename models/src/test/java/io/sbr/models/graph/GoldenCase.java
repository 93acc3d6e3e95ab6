package io.sbr.models.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.autograd.Parameter;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.Models;
import io.sbr.models.graph.GnnSettings.Pad;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.layers.Readout;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.io.SafeTensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * One case of the golden files: configuration, inputs, parameters, and what the authors' program
 * made of them, in double and in single precision.
 */
final class GoldenCase {
  private final Path folder;
  private final String name;
  private final JsonNode json;
  private final SafeTensors f64;

  private GoldenCase(Path jsonFile) throws IOException {
    folder = jsonFile.getParent();
    name = jsonFile.getFileName().toString().replace(".json", "");
    json = new ObjectMapper().readTree(jsonFile.toFile());
    f64 = SafeTensors.read(folder.resolve(name + ".f64.safetensors"));
  }

  /** The cases of PSR-GAT, whose inputs have a form of their own. */
  static List<GoldenCase> psrGat() {
    return select(golden -> golden.model().equals("psrgat"));
  }

  /**
   * All other cases in the golden folder whose model exists; {@code -Dsbr.golden=DIR} names
   * another.
   */
  static List<GoldenCase> all(boolean curves) {
    return select(
        golden -> golden.name.startsWith("curve_") == curves && !golden.model().equals("psrgat"));
  }

  private static List<GoldenCase> select(Predicate<GoldenCase> wanted) {
    Path folder = Path.of(System.getProperty("sbr.golden", "src/test/resources/golden"));
    try (Stream<Path> files = Files.list(folder)) {
      List<GoldenCase> cases = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        GoldenCase golden = new GoldenCase(file);
        if (!wanted.test(golden)) {
          continue;
        }
        if (Models.all().stream().anyMatch(kind -> kind.name().equals(golden.model()))) {
          cases.add(golden);
        } else {
          System.out.println("SKIPPED golden case " + golden + ": no model " + golden.model());
        }
      }
      if (cases.isEmpty()) {
        throw new IllegalStateException("no golden case for any model in " + folder);
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String model() {
    return json.get("model").asText();
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
      return SafeTensors.read(folder.resolve(name + ".f32.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The model with the case's initial parameters. */
  SessionModel model(Arena arena) {
    boolean hybrid = config().get("hybrid").asBoolean();
    ModelSettings settings =
        Models.settings(model())
            .with(GnnSettings.HIDDEN, config().get("hidden").asInt())
            .with(GnnSettings.STEPS, config().get("steps").asInt())
            .with(GnnSettings.READOUT, hybrid ? Readout.HYBRID : Readout.ATTENTION);
    if (!model().equals("srgnn")) {
      settings = settings.with(GnnSettings.PAD, Pad.PUBLISHED);
    }
    SessionModel model = Models.create(settings, config().get("n_node").asInt() - 1, arena, 0);
    for (Parameter parameter : model.parameters()) {
      arena.backend().write(f64.doubles("param." + parameter.name()), parameter.value());
    }
    return model;
  }

  /** Rows {@code [from, to)} of a padded input, packed. */
  GraphBatch batch(SessionModel model, String sequence, String targets, int from, int to) {
    int length = f64.shape(sequence).dim(1);
    long[] items = f64.longs(sequence);
    long[] next = f64.longs(targets);
    int[][] sessions = new int[to - from][];
    int[] longest = new int[to - from];
    int examples = 0;
    for (int b = from; b < to; b++) {
      // The input and its target are one session, of which the input is the longest prefix.
      LongStream input = Arrays.stream(items, b * length, (b + 1) * length).filter(i -> i != 0);
      sessions[b - from] =
          LongStream.concat(input, LongStream.of(next[b])).mapToInt(i -> (int) i).toArray();
      longest[b - from] = examples;
      examples += sessions[b - from].length - 1;
    }
    return new BatchBuilder(model.itemCount(), model.needs(), length)
        .build(new Examples(Sessions.of(sessions), 1), longest);
  }

  /** Names of the parameters that the loss does not reach. */
  List<String> withoutGradient() {
    List<String> names = new ArrayList<>();
    json.get("parameters_without_gradient").forEach(node -> names.add(node.asText()));
    return names;
  }

  @Override
  public String toString() {
    return name;
  }
}
