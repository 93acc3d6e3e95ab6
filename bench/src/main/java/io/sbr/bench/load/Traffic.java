package io.sbr.bench.load;

import io.sbr.bench.load.drive.Arrivals;
import io.sbr.bench.load.drive.LoadSettings;
import io.sbr.bench.load.visit.Mode;
import java.time.Duration;
import org.apache.commons.math3.random.RandomGenerator;
import picocli.CommandLine.Option;

/** Options that say how requests come. */
final class Traffic {
  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "of each load, beside the warm-up; default ${DEFAULT-VALUE}")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "whose requests are sent and not counted, before each load; default ${DEFAULT-VALUE}")
  private double warmUp;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "open at once; a request that finds none free waits, and its waiting counts; default"
              + " ${DEFAULT-VALUE}")
  private int connections;

  @Option(
      names = "--arrivals",
      defaultValue = "POISSON",
      description = "poisson: at random; even: at equal distances; default poisson")
  private Arrivals arrivals;

  @Option(
      names = "--mode",
      defaultValue = "STATELESS",
      description =
          "stateless: a request brings all clicks of its session; sessions: the last one, and the"
              + " server remembers; default stateless")
  private Mode mode;

  @Option(
      names = "--visitors",
      paramLabel = "N",
      defaultValue = "1000",
      description = "whose sessions are replayed at one time; default ${DEFAULT-VALUE}")
  private int visitors;

  @Option(
      names = "--deadline-ms",
      paramLabel = "MS",
      defaultValue = "10000",
      description =
          "from the intended start; a request without an answer is then given up and counts with"
              + " that time; default ${DEFAULT-VALUE}")
  private long deadline;

  /** Refuses what cannot be. */
  void check() {
    if (!(seconds > 0 && seconds <= 1e6) || !(warmUp >= 0 && warmUp <= 1e6)) {
      throw new IllegalArgumentException("--seconds must be above 0 and --warm-up at least 0");
    }
    if (connections < 1 || visitors < 1 || deadline < 1) {
      throw new IllegalArgumentException(
          "--connections, --visitors and --deadline-ms must be at least 1");
    }
  }

  /** A load of that many requests per second. */
  LoadSettings settings(double rate, RandomGenerator random) {
    return new LoadSettings(
        arrivals.schedule(rate, random),
        connections,
        duration(warmUp),
        duration(seconds),
        Duration.ofMillis(deadline));
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(1e9 * seconds));
  }

  Mode mode() {
    return mode;
  }

  int visitors() {
    return visitors;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  int connections() {
    return connections;
  }

  double warmUp() {
    return warmUp;
  }
}
