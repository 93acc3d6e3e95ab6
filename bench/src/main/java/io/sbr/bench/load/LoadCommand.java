package io.sbr.bench.load;

import io.sbr.bench.output.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One load of a given rate. Exit code 1 if a request had no right answer. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Asks a server at a given rate, however long it takes, and counts the answers.",
    footer = {
      "",
      "load find looks for the highest rate at which answers come in time;",
      "load faults asks while others misbehave. More in docs/load.md."
    })
public final class LoadCommand implements Callable<Integer> {
  @Mixin private Target target;
  @Mixin private Traffic traffic;

  @Option(
      names = "--rate",
      defaultValue = "100",
      description = "requests per second; default ${DEFAULT-VALUE}")
  private double rate;

  @Option(names = "--json", paramLabel = "FILE", description = "write the figures there")
  private Path json;

  @Option(names = "--picture", paramLabel = "FILE.svg", description = "draw the percentiles there")
  private Path picture;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Driver driver = new Driver(target, traffic);
    Machine machine = Machine.here();
    Measured measured = driver.drive(rate);
    System.out.println(machine.description());
    System.out.print(measured.text());
    Map<String, Object> report = asked(driver, target, traffic);
    report.putAll(measured.json());
    LoadReport.write(json, machine, report);
    LoadReport.writePicture(
        picture,
        LoadReport.picture(
            String.format(Locale.ROOT, "Latency at %.0f requests per second", rate),
            measured.result().latency(),
            measured.result().late()));
    return measured.result().errors() == 0 ? 0 : 1;
  }

  /** What was asked, and how. */
  static Map<String, Object> asked(Driver driver, Target target, Traffic traffic) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("data", driver.data());
    object.put("run", target.run().orElse(null));
    object.put("mode", traffic.mode().name().toLowerCase(Locale.ROOT));
    object.put("arrivals", traffic.arrivals().name().toLowerCase(Locale.ROOT));
    object.put("connections", traffic.connections());
    object.put("visitors", traffic.visitors());
    object.put("warm_up_seconds", traffic.warmUp());
    object.put("seed", target.seed());
    return object;
  }
}
