package io.sbr.cli;

import io.sbr.cli.options.Arguments;
import io.sbr.cli.options.Failures;
import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine;

/** From arguments to an exit code, in this process. */
public final class Invocation {
  private Invocation() {}

  /**
   * Runs a command.
   *
   * @param commands makes the command line that arguments are for
   * @param out results
   * @param err everything else
   * @return the exit code
   */
  public static int run(
      String[] args, Function<Arguments, CommandLine> commands, PrintWriter out, PrintWriter err) {
    Arguments arguments;
    try {
      arguments = Arguments.of(args, commands);
    } catch (RuntimeException e) {
      return Failures.report(e, err, Failures.traceWanted(args));
    }
    boolean trace = Failures.traceWanted(arguments.all());
    CommandLine line = commands.apply(arguments);
    configure(line)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler((e, given) -> Failures.report(e, err, trace))
        .setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, err, trace));
    try {
      return line.execute(arguments.all());
    } catch (Throwable e) {
      return Failures.report(e, err, trace);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** How commands are read and shown. */
  public static CommandLine configure(CommandLine commands) {
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpWidth(100)
        .setUsageHelpAutoWidth(false);
  }
}
