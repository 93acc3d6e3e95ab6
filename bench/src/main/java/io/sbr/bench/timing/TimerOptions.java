package io.sbr.bench.timing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.bench.output.Machine;
import io.sbr.data.store.InputFiles;
import io.sbr.models.Models;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.settings.ModelSetting;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Backend;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** What the commands that time a model take and tell, named as the PyTorch program names it. */
final class TimerOptions {
  @Option(names = "--data", description = "data folder; default: -Dsbr.data, else made-up clicks")
  private Path data;

  @Option(names = "--device", defaultValue = "cpu", description = "default ${DEFAULT-VALUE}")
  String device;

  @Option(names = "--threads", defaultValue = "0", description = "default 0, all processors")
  int threads;

  @Option(names = "--steps", defaultValue = "40", description = "default ${DEFAULT-VALUE}")
  int steps;

  @Option(
      names = "--warmup",
      defaultValue = "200",
      description = "steps before the timed ones, for the compiler; default ${DEFAULT-VALUE}")
  int warmup;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "a settings file of sbr train: model, its settings and batch-size are read")
  private Path file;

  @Option(names = "--batch", description = "default: the file's, else as the model was published")
  private Integer batch;

  @Option(names = "--model", description = "default: the file's, else srgnn")
  private String model;

  @Option(names = "--hidden", description = "default: the file's, else as the model was published")
  private Integer hidden;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "another setting of the model; may be given several times")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--items",
      defaultValue = "43097",
      description = "of made-up clicks; default ${DEFAULT-VALUE}")
  private int items;

  @Option(names = "--seed", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
  long seed;

  /** Of the settings file, once it was asked for. */
  private Properties lines;

  /**
   * The clicks that are asked for.
   *
   * @throws IllegalArgumentException if there is nothing to time
   */
  ClickData clicks() {
    if (steps < 1 || batch() < 1 || warmup < 0) {
      throw new IllegalArgumentException(
          "--steps and --batch must be at least 1 and --warmup at least 0");
    }
    return data == null ? ClickData.find(items) : ClickData.read(data);
  }

  /** The model with its settings: those of the file, then those of the options. */
  ModelSettings modelSettings() {
    ModelSettings of = Models.settings(name());
    Map<String, String> texts = new LinkedHashMap<>();
    for (ModelSetting<?> setting : of.kind().settings()) {
      String text = line(setting.name());
      if (text != null) {
        texts.put(setting.name(), text);
      }
    }
    texts.putAll(settings);
    if (hidden != null) {
      texts.put("hidden", Integer.toString(hidden));
    }
    return of.with(texts);
  }

  /** Examples of a step. */
  int batch() {
    if (batch != null) {
      return batch;
    }
    String text = line("batch-size");
    try {
      return text == null
          ? NeuralKind.of(Models.kind(name())).learning().batchSize()
          : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "settings file " + file + ": batch-size is no whole number: " + text, e);
    }
  }

  private String name() {
    if (model != null) {
      return model;
    }
    String text = line("model");
    return text == null ? "srgnn" : text;
  }

  /** A line of the settings file, or null. */
  private String line(String key) {
    if (file == null) {
      return null;
    }
    if (lines == null) {
      lines = read(file);
    }
    String text = lines.getProperty(key);
    return text == null ? null : text.strip();
  }

  private static Properties read(Path file) {
    Properties lines = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.load(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("settings file " + file + ": " + InputFiles.reason(e), e);
    }
    return lines;
  }

  /** What was timed, and where. */
  ObjectNode facts(Backend backend, ClickData clicks) {
    ObjectNode facts = new ObjectMapper().createObjectNode();
    facts.put("model", name());
    if (file != null) {
      facts.put("settings", file.getFileName().toString().replaceFirst("\\.properties$", ""));
    }
    facts.put("layout", "sbr").put("device", backend.description());
    facts.put("threads", threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    facts.put("java", Runtime.version().toString());
    facts.put("batch", batch());
    facts.putPOJO("hidden", modelSettings().toMap().get("hidden"));
    facts.put("peak_rss_mib", Machine.peakResidentMiB());
    facts.put("load_average", Machine.loadAverage());
    facts.put("data", clicks.description()).put("items", clicks.items());
    facts.put("steps", steps);
    return facts;
  }
}
