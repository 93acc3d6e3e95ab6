package io.sbr.bench;

import io.sbr.bench.compare.Comparison;
import io.sbr.bench.compare.ProductTimer;
import io.sbr.bench.growth.Growth;
import io.sbr.bench.http.HttpCommand;
import io.sbr.bench.jmh.Guard;
import io.sbr.bench.jmh.Report;
import io.sbr.bench.load.FindCommand;
import io.sbr.bench.load.LoadCommand;
import io.sbr.bench.load.fault.FaultsCommand;
import io.sbr.bench.roofline.RooflineCommand;
import io.sbr.bench.starts.Starts;
import io.sbr.bench.starts.UserWork;
import io.sbr.bench.timing.EvaluationTimer;
import io.sbr.bench.timing.NeighbourTimer;
import io.sbr.bench.timing.StepTimer;
import io.sbr.data.DataException;
import io.sbr.kernels.cpu.jvm.JvmOptions;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import picocli.CommandLine;

/**
 * Entry of {@code benchmarks.jar}: {@code step}, {@code eval} and {@code gemm} time training steps
 * ({@link StepTimer}), evaluations ({@link EvaluationTimer}) and products ({@link ProductTimer}),
 * {@code neighbours} single questions to a neighbour method ({@link NeighbourTimer}), {@code
 * ceilings} measures what the processor can do, {@code growth} how steps grow with their sizes
 * ({@link Growth}), {@code compare} sums up such timings ({@link Comparison}), {@code guard} looks
 * for kernels that are slow in this JVM ({@link Guard}), {@code load} asks a server ({@link
 * LoadCommand}, {@link FindCommand}, {@link FaultsCommand}), {@code http} answers by one HTTP
 * library or another ({@link HttpCommand}), {@code starts} looks for starts of the JVM that are
 * slow where others are fast ({@link Starts}, which runs {@code work}, {@link UserWork}, in each),
 * anything else goes to JMH and ends in a report ({@link Report}).
 */
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean vectors = ModuleLayer.boot().findModule(JvmOptions.VECTOR_MODULE).isPresent();
    System.exit(vectors ? run(args) : relaunch(args));
  }

  private static int run(String[] args) throws IOException {
    String command = args.length == 0 ? "" : args[0];
    String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
    return switch (command) {
      case "step" -> execute(new StepTimer(), rest);
      case "eval" -> execute(new EvaluationTimer(), rest);
      case "gemm" -> execute(new ProductTimer(), rest);
      case "neighbours" -> execute(new NeighbourTimer(), rest);
      case "ceilings" -> execute(new RooflineCommand(), rest);
      case "growth" -> execute(new Growth(), rest);
      case "compare" -> execute(new Comparison(), rest);
      case "guard" -> execute(new Guard(), rest);
      case "starts" -> execute(new Starts(Main.class), rest);
      case "load" -> load(rest);
      case "http" -> execute(new HttpCommand(), rest);
      case "work" -> execute(new UserWork(), rest);
      default -> report(args);
    };
  }

  /** One load, or what its first word names. */
  private static int load(String[] args) {
    String which = args.length == 0 ? "" : args[0];
    return switch (which) {
      case "find" -> execute(new FindCommand(), Arrays.copyOfRange(args, 1, args.length));
      case "faults" -> execute(new FaultsCommand(), Arrays.copyOfRange(args, 1, args.length));
      default -> execute(new LoadCommand(), args);
    };
  }

  private static int report(String[] args) throws IOException {
    try {
      return Report.run(args);
    } catch (CommandLineOptionException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (RunnerException e) {
      System.err.println(e.getMessage()); // another JMH is running, or a pattern matches nothing
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** Bad input, or a place that fails, is one line; a defect keeps its stack trace. */
  private static int execute(Object command, String[] args) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              if (e instanceof IOException) {
                System.err.println(e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
              }
              if (!(e instanceof IllegalArgumentException
                  || e instanceof DataException
                  || e instanceof RunnerException)) {
                throw e;
              }
              System.err.println(e.getMessage());
              return CommandLine.ExitCode.USAGE;
            })
        .execute(args);
  }

  /**
   * Starts this program once more as {@code sbr} starts itself: with the Vector API, which no jar
   * can switch on, and the same collector, unless options say otherwise.
   */
  private static int relaunch(String[] args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(JvmOptions.with(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
