package io.sbr.spark;

import io.sbr.cli.Invocation;
import io.sbr.cli.command.PrepareCommand;
import io.sbr.cli.command.TrainCommand;
import io.sbr.cli.options.Arguments;
import io.sbr.cli.options.ModelOptions;
import io.sbr.cli.options.PrepareOptions;
import io.sbr.cli.options.Program;
import io.sbr.cli.options.UsageException;
import io.sbr.spark.score.ScoreCommand;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Entry point of {@code sbr-spark.jar}, for {@code spark-submit}. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the JVM with its exit code: 0 right, 1 failed, 2 bad input. */
  public static void main(String[] args) {
    Charset terminal = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
    PrintWriter out = new PrintWriter(System.out, true, terminal);
    PrintWriter err = new PrintWriter(System.err, true, terminal);
    int code = run(args, out, err);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * Runs a command in this process.
   *
   * @param out results
   * @param err everything else
   * @return the exit code
   */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    return Invocation.run(args, Main::commands, out, err);
  }

  private static CommandLine commands(Arguments arguments) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(new Root(arguments));
    spec.name("sbr-spark").version("sbr " + Program.version()).mixinStandardHelpOptions(true);
    spec.usageMessage()
        .description(
            "What one machine has no room or time for: preparing logs, learning rules and neighbours, answering sessions.");
    CommandLine line = new CommandLine(spec);
    SparkOptions options = new SparkOptions();
    CommandLine prepare = new CommandLine(new PrepareCommand(options::sessions));
    prepare.addMixin("spark", options);
    prepare.getCommandSpec().usageMessage().description("Make a data set from a click log.");
    PrepareOptions.addTo(prepare.getCommandSpec());
    line.addSubcommand("prepare", prepare);
    line.addSubcommand("score", new ScoreCommand());
    NeighbourOptions parts = new NeighbourOptions();
    CommandLine neighbours = new CommandLine(new TrainCommand(parts::algorithm));
    neighbours.addMixin("spark", parts);
    neighbours
        .getCommandSpec()
        .name("neighbours")
        .usageMessage()
        .description(
            "Learn rules from item to item, or index past sessions to find neighbours in.");
    ModelOptions.addTo(neighbours.getCommandSpec(), List.of(arguments.all()));
    line.addSubcommand("neighbours", neighbours);
    return line;
  }

  private record Root(Arguments arguments) implements Program, Callable<Integer> {
    @Override
    public String mainClass() {
      return Main.class.getName();
    }

    @Override
    public Integer call() {
      throw new UsageException("say what to do: prepare, neighbours or score");
    }
  }
}
