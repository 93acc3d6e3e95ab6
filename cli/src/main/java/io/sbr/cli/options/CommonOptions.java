package io.sbr.cli.options;

import io.sbr.cli.report.Console;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of every command. */
public final class CommonOptions {
  @Option(
      names = "--json",
      description = "one JSON object as result on standard output, all else on standard error")
  private boolean json;

  @Option(
      names = Arguments.OPTION,
      paramLabel = "FILE",
      description = "options from a properties file, name = value; those given here win")
  private String settings;

  @Option(
      names = Failures.TRACE_OPTION,
      description = "show where a failure comes from; so does SBR_DEBUG in the environment")
  private boolean stacktrace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  /** Refuses a settings file that was not found where it must stand. */
  public void check(Arguments arguments) {
    if (settings != null && !settings.equals(arguments.file())) {
      throw new UsageException(
          Arguments.OPTION + " must stand on the command line itself, once, after the command");
    }
  }

  /** Where the command prints. */
  public Console console(CommandSpec spec) {
    return new Console(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
  }
}
