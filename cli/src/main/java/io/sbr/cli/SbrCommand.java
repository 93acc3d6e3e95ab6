package io.sbr.cli;

import io.sbr.cli.options.Arguments;
import io.sbr.cli.options.Program;
import io.sbr.cli.options.UsageException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command {@code sbr}; does nothing without a subcommand. Its specification is written out, not
 * annotated, because reading annotations is half of the time that {@code --help} takes.
 */
final class SbrCommand implements Program, Callable<Integer> {
  private final Arguments arguments;

  private SbrCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  /** The command with its subcommands, ready for these arguments. */
  static CommandLine of(Arguments arguments) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(new SbrCommand(arguments));
    spec.name("sbr").version("sbr " + Program.version());
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("show this help").build());
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("show the version")
            .build());
    spec.usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .description("Session-based recommendation: what will this visitor click next?")
        .footer(
            "",
            "A first try:     sbr train",
            "Your own clicks: sbr prepare --in clicks.csv --out data/shop",
            "                 sbr train --data data/shop",
            "",
            "Options may also stand in a file: sbr train @file, or --settings file.properties.",
            "Exit code: 0 right, 1 failed, 2 wrong usage or bad input, 128 + n ended by signal n.");
    CommandLine line = new CommandLine(spec);
    Subcommand.addTo(line, List.of(arguments.all()));
    return line;
  }

  @Override
  public Arguments arguments() {
    return arguments;
  }

  @Override
  public String mainClass() {
    return Main.class.getName();
  }

  @Override
  public Integer call() {
    throw new UsageException("say what to do: " + Subcommand.list());
  }
}
