package io.sbr.cli;

import io.sbr.cli.options.Arguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What a glance at the command line decides before anything is parsed. Whatever is parsed here is
 * parsed once more in the second JVM, and no class data archive can help the first one: so it
 * starts the second as soon as it knows that the parser would.
 */
final class FirstLook {
  /** The commands that compute. */
  static final Set<String> COMPUTING =
      Set.of("train", "per-user", "evaluate", "recommend", "explain", "serve", "doctor");

  /** The models that use no backend, by name: their classes are not loaded to find out. */
  static final Set<String> WITHOUT_BACKEND =
      Set.of(
          "pop",
          "s-pop",
          "markov",
          "user-pop",
          "user-recent",
          "user-markov",
          "user-markov-backoff",
          "ar",
          "sr",
          "item-knn",
          "slist-local",
          "sknn",
          "v-sknn",
          "stan",
          "v-stan",
          "vmis-knn");

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
    return !mayBeWithoutBackend(args);
  }

  /**
   * Whether the model may be one that needs no backend: {@code --model} names one that may be, or
   * {@code --run} a folder without weights.
   */
  private static boolean mayBeWithoutBackend(String[] args) {
    String model = value(args, "--model");
    String run = value(args, "--run");
    boolean trains = args[0].equals("train") || args[0].equals("per-user");
    boolean reloads = args[0].equals("serve"); // so it must be ready for any model
    return model != null && WITHOUT_BACKEND.contains(model)
        || run != null
            && !reloads
            && Files.exists(Path.of(run, "run.json"))
            && !(trains && model != null)
            && !Files.exists(Path.of(run, "model.safetensors"));
  }

  private static String value(String[] args, String option) {
    for (int i = 1; i < args.length; i++) {
      if (args[i].equals(option) && i + 1 < args.length) {
        return args[i + 1];
      }
      if (args[i].startsWith(option + "=")) {
        return args[i].substring(option.length() + 1);
      }
    }
    return null;
  }

  /** Whether it asks for help, keeps the command in this JVM, or stands for others that may. */
  private static boolean mayStay(String argument) {
    return argument.startsWith("@")
        || argument.startsWith("-") && !argument.startsWith("--") && !argument.equals("-")
        || argument.startsWith("--help")
        || argument.startsWith(Arguments.OPTION)
        || argument.startsWith("--no-relaunch")
        || argument.endsWith("reference");
  }
}
