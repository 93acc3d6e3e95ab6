package io.sbr.cli;

import io.sbr.cli.options.Arguments;
import java.util.Set;

/**
 * What a glance at the command line decides before anything is parsed. Whatever is parsed here is
 * parsed once more in the second JVM, and no class data archive can help the first one: so it
 * starts the second as soon as it knows that the parser would.
 */
final class FirstLook {
  /** The commands that compute. */
  static final Set<String> COMPUTING =
      Set.of("train", "per-user", "evaluate", "recommend", "explain", "doctor");

  private FirstLook() {}

  /**
   * Whether these arguments, right or wrong, are surely for a second JVM if one is useful; if not,
   * the parser decides.
   */
  static boolean surelyForSecondJvm(String[] args) {
    if (args.length == 0 || !COMPUTING.contains(args[0])) {
      return false;
    }
    for (String argument : args) {
      if (mayStay(argument)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it asks for help, keeps the command in this JVM, or stands for others that may. */
  private static boolean mayStay(String argument) {
    return argument.startsWith("@")
        || argument.startsWith("-") && !argument.startsWith("--")
        || argument.startsWith("--help")
        || argument.startsWith(Arguments.OPTION)
        || argument.startsWith("--no-relaunch")
        || argument.endsWith("reference");
  }
}
