package io.sbr.bench.growth;

import io.sbr.bench.output.Machine;
import io.sbr.bench.output.Results;
import io.sbr.bench.roofline.ModelWork;
import io.sbr.bench.roofline.ProcessorRoofline;
import io.sbr.bench.roofline.Roofline;
import io.sbr.bench.timing.ClickData;
import io.sbr.bench.timing.StepRunner;
import io.sbr.bench.timing.TimedPasses;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchPlan;
import io.sbr.models.Models;
import io.sbr.models.graph.GnnSettings;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How the cost of a training step grows with items, width and batch: one of them varied at a time
 * around Diginetica's sizes, on made-up clicks, beside the floor that arithmetic and memory set.
 */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = "Times training steps of many sizes beside their floor, as table and picture.")
public final class Growth implements Callable<Integer> {
  @Option(names = "--model", defaultValue = "srgnn", description = "default ${DEFAULT-VALUE}")
  private String model;

  @Option(
      names = "--items",
      split = ",",
      defaultValue = "43097,10000,20000,100000,300000,1000000",
      description = "the first is kept while others vary; default ${DEFAULT-VALUE}")
  private List<Integer> items;

  @Option(
      names = "--hidden",
      split = ",",
      defaultValue = "100,50,200,300,500",
      description = "likewise; default ${DEFAULT-VALUE}")
  private List<Integer> hidden;

  @Option(
      names = "--batch",
      split = ",",
      defaultValue = "100,50,200,500,1000",
      description = "likewise; default ${DEFAULT-VALUE}")
  private List<Integer> batch;

  @Option(names = "--threads", defaultValue = "0", description = "default 0, all processors")
  private int threads;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "of timed steps for each size, about; default ${DEFAULT-VALUE}")
  private double seconds;

  @Option(
      names = "--warmup",
      defaultValue = "200",
      description = "steps before the first size, for the compiler; default ${DEFAULT-VALUE}")
  private int warmup;

  @Option(names = "--out", description = "folder for the result as Markdown, JSON and SVG")
  private Path out;

  @Override
  public Integer call() throws RunnerException, IOException {
    List<int[]> sizes = sizes();
    ModelWork.of(model); // an unknown one is refused before anything is measured
    Machine machine = Machine.here();
    int team = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    Roofline ceilings = ProcessorRoofline.measure(team, VerboseMode.SILENT);
    List<GrowthPoint> points = new ArrayList<>();
    for (int[] size : sizes) {
      GrowthPoint point = time(size[0], size[1], size[2], points.isEmpty(), team, ceilings);
      System.err.printf(Locale.ROOT, "%s%n", point);
      points.add(point);
    }
    GrowthReport report = new GrowthReport(model, ceilings, points);
    String markdown = report.markdown(machine);
    System.out.println(markdown);
    if (out != null) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("machine", machine);
      json.put("ceilings", ceilings);
      json.put("model", model);
      json.put("points", points);
      String kind = "growth-" + model;
      Results.write(out, kind, machine, markdown, json);
      Results.writePicture(out, kind, machine, report.picture());
    }
    return 0;
  }

  /** Items, hidden, batch: the middle first, then each varied alone. */
  private List<int[]> sizes() {
    for (List<Integer> values : List.of(items, hidden, batch)) {
      if (values.stream().anyMatch(value -> value < 1)) {
        throw new IllegalArgumentException("sizes must be at least 1, not " + values);
      }
    }
    if (warmup < 0 || !(seconds > 0)) {
      throw new IllegalArgumentException("--warmup must be at least 0 and --seconds above 0");
    }
    List<int[]> sizes = new ArrayList<>();
    sizes.add(new int[] {items.get(0), hidden.get(0), batch.get(0)});
    rest(items).forEach(n -> sizes.add(new int[] {n, hidden.get(0), batch.get(0)}));
    rest(hidden).forEach(d -> sizes.add(new int[] {items.get(0), d, batch.get(0)}));
    rest(batch).forEach(b -> sizes.add(new int[] {items.get(0), hidden.get(0), b}));
    return sizes;
  }

  private static List<Integer> rest(List<Integer> values) {
    return values.subList(1, values.size());
  }

  /** As many steps as fit the time, if each takes twice its floor: 5 at least, 40 at most. */
  private GrowthPoint time(
      int items, int hidden, int batch, boolean first, int team, Roofline ceilings) {
    ModelWork work = ModelWork.of(model);
    double floor = work.stepFloor(ceilings, batch, items, hidden);
    int steps = (int) Math.max(5, Math.min(40, seconds / (2 * floor)));
    ClickData clicks = ClickData.madeUp(items);
    ModelSettings settings = Models.settings(model).with(GnnSettings.HIDDEN, hidden);
    TimedPasses passes = new TimedPasses(first ? warmup : 3 + steps / 4, steps, "step");
    try (Backend backend = Backends.choose("cpu", team).backend();
        StepRunner runner = new StepRunner(backend, items, settings, 1)) {
      passes.run(
          new BatchBuilder(items, runner.needs(), 0),
          clicks.examples(),
          new BatchPlan(clicks.examples().count(), batch, 1),
          next -> {
            StepRunner.Timing timing = runner.step(next);
            return Map.of("compute", timing.forward() + timing.backward() + timing.adam());
          });
    }
    double flops = work.gradient(batch, items, hidden).flops();
    return new GrowthPoint(
        items,
        hidden,
        batch,
        passes.median(),
        passes.min(),
        1e3 * floor,
        flops / (passes.median() * 1e6));
  }
}
