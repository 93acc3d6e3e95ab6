package io.sbr.bench.load;

import io.sbr.bench.load.drive.LoadResult;
import io.sbr.bench.output.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The highest rate at which the 90th percentile is within a limit and every request is answered.
 * Exit code 1 if there is none.
 */
@Command(
    name = "load find",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Looks for the highest rate at which nine in ten answers come in time.")
public final class FindCommand implements Callable<Integer> {
  private static final double PERCENTAGE = 90;

  @Mixin private Target target;
  @Mixin private Traffic traffic;

  @Option(
      names = "--p90-ms",
      paramLabel = "MS",
      defaultValue = "50",
      description = "the 90th percentile's limit; default ${DEFAULT-VALUE}")
  private double limit;

  @Option(
      names = "--from",
      paramLabel = "RATE",
      defaultValue = "100",
      description = "the first rate that is tried; default ${DEFAULT-VALUE}")
  private double from;

  @Option(
      names = "--to",
      paramLabel = "RATE",
      defaultValue = "50000",
      description = "no higher rate is tried; default ${DEFAULT-VALUE}")
  private double to;

  @Option(
      names = "--precision",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description =
          "how near a rate that is too much must be to the one that is found; default"
              + " ${DEFAULT-VALUE}")
  private double precision;

  @Option(names = "--json", paramLabel = "FILE", description = "write all loads there")
  private Path json;

  @Option(
      names = "--picture",
      paramLabel = "FILE.svg",
      description = "draw latencies by rate there")
  private Path picture;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(limit > 0) || !(from >= 0.1 && from <= to) || !(precision >= 0.001)) {
      throw new IllegalArgumentException(
          "--p90-ms must be above 0, --from between 0.1 and --to, --precision at least 0.001");
    }
    Driver driver = new Driver(target, traffic);
    Machine machine = Machine.here();
    System.out.println(machine.description());
    List<Measured> loads = new ArrayList<>();
    double highest =
        new RateSearch(from, to, precision)
            .highest(
                rate -> {
                  Measured load = driver.drive(rate);
                  loads.add(load);
                  boolean borne = isBorne(load.result(), limit);
                  System.out.printf(
                      Locale.ROOT,
                      "%s %.1f/s: p90 %.2f ms, errors %d%n",
                      borne ? "borne" : "TOO MUCH",
                      rate,
                      load.result().latency().at(PERCENTAGE),
                      load.result().errors());
                  return borne;
                });
    loads.sort(Comparator.comparingDouble(Measured::rate));
    loads.stream()
        .filter(load -> load.rate() == highest)
        .forEach(load -> System.out.print(load.text()));
    System.out.printf(
        Locale.ROOT, "highest rate with p90 within %.1f ms: %.1f/s%n", limit, highest);
    Map<String, Object> report = LoadCommand.asked(driver, target, traffic);
    report.put("p90_limit_ms", limit);
    report.put("precision", precision);
    report.put("highest_rate", highest);
    report.put("loads", loads.stream().map(Measured::json).toList());
    LoadReport.write(json, machine, report);
    if (picture != null) {
      LoadReport.writePicture(picture, LoadReport.picture("Latency by rate", loads));
    }
    return highest > 0 ? 0 : 1;
  }

  /** Whether a rate was borne: quick refusals are no answers, so none may be refused. */
  static boolean isBorne(LoadResult result, double limit) {
    return result.answered() > 0
        && result.errors() == 0
        && result.latency().at(PERCENTAGE) <= limit;
  }
}
