package io.sbr.cli;

import io.sbr.cli.command.EvaluateCommand;
import io.sbr.cli.command.ExplainCommand;
import io.sbr.cli.command.PerUserCommand;
import io.sbr.cli.command.PrepareCommand;
import io.sbr.cli.command.RecommendCommand;
import io.sbr.cli.command.ResultsCommand;
import io.sbr.cli.command.TrainCommand;
import io.sbr.cli.doctor.DoctorCommand;
import io.sbr.cli.options.ModelOptions;
import io.sbr.cli.options.PrepareOptions;
import io.sbr.cli.serve.ServeCommand;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The subcommands. Only one that the arguments mention is built with all its options: the others
 * are a name and a line of help, so that no command waits for the reflection of another.
 */
enum Subcommand {
  TRAIN("Train a model on a data set and compare it with counting.", TrainCommand::new),
  PER_USER(
      "Train and measure one model for each user, as PSR-GAT was published.", PerUserCommand::new),
  EVALUATE(
      "Measure a run on the test part of a data set, its own or another.", EvaluateCommand::new),
  RESULTS(
      "Turn runs into a table: means over seeds, tests of differences, learning curves.",
      ResultsCommand::new),
  RECOMMEND("Say which items a visitor with these clicks will click next.", RecommendCommand::new),
  EXPLAIN(
      "Show why: the session graph, the attention of each click, what it added to each score.",
      ExplainCommand::new),
  SERVE("Answer over HTTP: micro-batches, sessions, hot reload, metrics.", ServeCommand::new),
  PREPARE("Make a data set from a click log.", PrepareCommand::new),
  DOCTOR(
      "Show what this machine offers, test the backend that would be used, time its kernels.",
      DoctorCommand::new),
  HELP("Show help on a command.", CommandLine.HelpCommand::new);

  private final String description;
  private final Supplier<Object> command;

  Subcommand(String description, Supplier<Object> command) {
    this.description = description;
    this.command = command;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All of them for a sentence: a, b or c. */
  static String list() {
    List<String> labels = Arrays.stream(values()).map(Subcommand::label).toList();
    int last = labels.size() - 1;
    return String.join(", ", labels.subList(0, last)) + " or " + labels.get(last);
  }

  /**
   * Adds them to {@code sbr}: the one that the first argument names, or all. For each, picocli
   * looks for two dozen classes of the JDK that it could convert to.
   */
  static void addTo(CommandLine root, List<String> mentioned) {
    for (Subcommand subcommand : named(mentioned)) {
      String name = subcommand.label();
      CommandLine line =
          new CommandLine(
              mentioned.contains(name) ? subcommand.command.get() : CommandSpec.create());
      line.getCommandSpec().usageMessage().description(subcommand.description);
      root.addSubcommand(name, line);
      if (subcommand == PREPARE && mentioned.contains(name)) {
        PrepareOptions.addTo(line.getCommandSpec());
      }
      if ((subcommand == TRAIN || subcommand == PER_USER) && mentioned.contains(name)) {
        ModelOptions.addTo(line.getCommandSpec(), mentioned);
      }
    }
  }

  private static List<Subcommand> named(List<String> mentioned) {
    for (Subcommand subcommand : values()) {
      if (subcommand != HELP
          && !mentioned.isEmpty()
          && mentioned.get(0).equals(subcommand.label())) {
        return List.of(subcommand);
      }
    }
    return List.of(values());
  }
}
