package io.sbr.cli.options;

import io.sbr.cli.report.Console;
import io.sbr.tensor.BackendProvider;
import io.sbr.tensor.Backends;
import io.sbr.tensor.MatmulPrecision;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of every command that computes: where, and with how many threads. */
public final class ComputeOptions {
  private static final int MOST_THREADS = 1024;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, cpu, reference (float64, slow) or cuda; default ${DEFAULT-VALUE}")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "0",
      description = "threads to compute with; 0, the default, for all processors")
  private int threads;

  @Option(
      names = "--matmul",
      paramLabel = "P",
      defaultValue = "full",
      description = "precision of products: full or, with cuda, tf32; default ${DEFAULT-VALUE}")
  private String matmul;

  @Option(
      names = "--no-relaunch",
      description = "stay in this JVM, even if it lacks the Vector API (slower)")
  private boolean noRelaunch;

  String device() {
    return device;
  }

  int threads() {
    return threads;
  }

  /** Whether a second JVM is allowed and would compute faster. */
  public boolean relaunchWanted() {
    return !noRelaunch && !device.equals("reference");
  }

  /** Refuses what no backend can do. */
  public void check() {
    if (threads < 0 || threads > MOST_THREADS) {
      throw new UsageException(
          "--threads must be between 0 (all processors) and " + MOST_THREADS + ", not " + threads);
    }
    List<String> names = Backends.providers().stream().map(BackendProvider::name).toList();
    if (!device.equals("auto") && !names.contains(device)) {
      String there =
          Stream.concat(Stream.of("auto"), names.stream()).collect(Collectors.joining(", "));
      throw new UsageException("no device '" + device + "' in this build; there are " + there);
    }
    if (!List.of("full", "tf32").contains(matmul)) {
      throw new UsageException("no --matmul '" + matmul + "'; there are full, tf32");
    }
    if (matmul.equals("tf32") && !List.of("auto", "cuda").contains(device)) {
      throw new UsageException("--matmul tf32 needs --device cuda, not " + device);
    }
  }

  /**
   * Refuses options that have no effect on a model that uses no backend.
   *
   * @throws UsageException naming the first of them that is given
   */
  public void refuse(String model) {
    String given =
        !device.equals("auto") && !device.equals("cpu")
            ? "--device " + device
            : threads > 0 ? "--threads" : matmul.equals("full") ? null : "--matmul";
    if (given != null) {
      throw new UsageException(given + " has no effect on " + model + ", which uses no device");
    }
  }

  /**
   * Starts the backend; the caller closes it.
   *
   * @param console where the backend's notices go, until the caller knows a better place
   */
  public Backends.Choice choose(Console console) {
    Backends.Choice choice =
        Backends.choose(device, threads, MatmulPrecision.valueOf(matmul.toUpperCase(Locale.ROOT)));
    choice.backend().onNotice(console::note);
    return choice;
  }

  /**
   * Says which backend was chosen and why. Commands say so when the work begins, so that bad input
   * is answered in one line.
   */
  public static void announce(Console console, Backends.Choice choice) {
    console.note("backend: " + choice.backend().description() + " [" + choice.reason() + "]");
  }
}
