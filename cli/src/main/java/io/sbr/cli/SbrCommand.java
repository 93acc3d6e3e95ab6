package io.sbr.cli;

import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code sbr}: without a subcommand it shows what there is. */
@Command(
    name = "sbr",
    description = "Session-based recommendation: what will this visitor click next?",
    mixinStandardHelpOptions = true,
    versionProvider = SbrCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      RecommendCommand.class,
      PrepareCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "A first try:     sbr train",
      "Your own clicks: sbr prepare --format csv --in clicks.csv --out data/shop",
      "                 sbr train --data data/shop",
      "",
      "Options may also stand in a file: sbr train @file, or --settings file.properties.",
      "Exit code: 0 right, 1 failed, 2 wrong usage or bad input."
    })
final class SbrCommand implements Callable<Integer> {
  private final Arguments arguments;

  @Spec private CommandSpec spec;

  SbrCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  /** The arguments as given, and where each comes from. */
  Arguments arguments() {
    return arguments;
  }

  /** Adds what only one subcommand needs and what would slow the start of all others. */
  void complete(CommandLine commands, String[] args) {
    if (Arrays.asList(args).contains("prepare")) {
      PrepareOptions.addTo(commands.getSubcommands().get("prepare").getCommandSpec());
    }
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new UsageException("say what to do: train, evaluate, recommend, prepare, doctor or help");
  }

  /** The version that the jar's manifest states. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"sbr " + text()};
    }

    static String text() {
      String version = SbrCommand.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }
  }
}
