package io.sbr.bench.timing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.bench.output.Machine;
import io.sbr.models.Models;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Backend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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

  @Option(names = "--batch", defaultValue = "100", description = "default ${DEFAULT-VALUE}")
  int batch;

  @Option(names = "--model", defaultValue = "srgnn", description = "default ${DEFAULT-VALUE}")
  private String model;

  @Option(names = "--hidden", defaultValue = "100", description = "default ${DEFAULT-VALUE}")
  private int hidden;

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

  /**
   * The clicks that are asked for.
   *
   * @throws IllegalArgumentException if there is nothing to time
   */
  ClickData clicks() {
    if (steps < 1 || batch < 1 || warmup < 0) {
      throw new IllegalArgumentException(
          "--steps and --batch must be at least 1 and --warmup at least 0");
    }
    return data == null ? ClickData.find(items) : ClickData.read(data);
  }

  ModelSettings modelSettings() {
    Map<String, String> texts = new LinkedHashMap<>(settings);
    texts.put("hidden", Integer.toString(hidden));
    return Models.settings(model).with(texts);
  }

  /** What was timed, and where. */
  ObjectNode facts(Backend backend, ClickData clicks) {
    ObjectNode facts = new ObjectMapper().createObjectNode();
    facts.put("model", model).put("layout", "sbr").put("device", backend.description());
    facts.put("threads", threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    facts.put("java", Runtime.version().toString());
    facts.put("batch", batch).put("hidden", hidden);
    facts.put("peak_rss_mib", Machine.peakResidentMiB());
    facts.put("load_average", Machine.loadAverage());
    facts.put("data", clicks.description()).put("items", clicks.items());
    facts.put("steps", steps);
    return facts;
  }
}
