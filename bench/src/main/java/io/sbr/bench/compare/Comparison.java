package io.sbr.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.output.Machine;
import io.sbr.bench.output.Results;
import io.sbr.bench.roofline.Roofline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Sums up timings that were taken in turns, ours beside the peer's: training steps or evaluations
 * ({@link PassComparison}), or dense products ({@link ProductComparison}).
 */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Sums up alternating timings, one line of JSON each.")
public final class Comparison implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = "lines as 'step', 'eval' or 'gemm', 'ceilings' and the peer print them")
  private Path file;

  @Option(names = "--out", description = "folder for the summary as Markdown and JSON")
  private Path out;

  /** One kind of comparison. */
  interface Summary {
    /** For the file's name. */
    String kind();

    /** For people, a title first and then where it was measured. */
    String markdown(Machine machine);

    /** What the text says, for programs. */
    Object rows();
  }

  @Override
  public Integer call() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> runs = new ArrayList<>();
    Roofline ceilings = null;
    for (String line : Files.readAllLines(file)) {
      JsonNode node = mapper.readTree(line);
      if (node.has("ceilings")) {
        ceilings = mapper.treeToValue(node.get("ceilings"), Roofline.class);
      } else {
        runs.add(node);
      }
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no timings in " + file);
    }
    Summary summary =
        runs.get(0).isArray()
            ? ProductComparison.of(runs, ceilings)
            : PassComparison.of(runs, ceilings);
    Machine machine = Machine.here();
    String markdown = summary.markdown(machine);
    System.out.println(markdown);
    if (out != null) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("machine", machine);
      json.put("ceilings", ceilings);
      json.put("summary", summary.rows());
      json.put("runs", runs);
      Results.write(out, summary.kind(), machine, markdown, json);
    }
    return 0;
  }
}
