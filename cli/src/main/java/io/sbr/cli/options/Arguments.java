package io.sbr.cli.options;

import io.sbr.data.store.InputFiles;
import io.sbr.models.train.TrainSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command line, with the lines of a settings file ({@code --settings FILE}, Java properties:
 * {@code epochs = 10}) put in as options before the user's own, so that a file is checked exactly
 * as options are. A line whose option is typed as well is left out: options win, those that add up
 * when given twice too.
 */
public final class Arguments {
  /** The option that names the file. */
  public static final String OPTION = "--settings";

  private final String[] given;
  private final String[] all;
  private final String file;
  private final Set<String> fromFile;

  private Arguments(String[] given, String[] all, String file, Set<String> fromFile) {
    this.given = given;
    this.all = all;
    this.file = file;
    this.fromFile = fromFile;
  }

  /**
   * Reads the settings file, if the arguments name one.
   *
   * @param commands makes the command line that arguments are for, to tell switches in the file
   * @throws UsageException if it cannot be read
   */
  public static Arguments of(String[] args, Function<Arguments, CommandLine> commands) {
    String file = settingsFile(args);
    if (file == null || args[0].startsWith("-")) {
      return new Arguments(args, args, null, Set.of());
    }
    Properties lines = read(Path.of(file));
    Arguments typed = new Arguments(args, args, null, Set.of());
    CommandLine command = commands.apply(typed).getSubcommands().get(args[0]);
    Set<String> keys = new TreeSet<>(lines.stringPropertyNames());
    keys.removeIf(key -> typed.types("--" + key));
    List<String> all = new ArrayList<>();
    all.add(args[0]);
    for (String key : keys) {
      String value = seen(key, lines.getProperty(key).strip(), Path.of(file));
      if (!isSwitch(command, key) || !value.matches("true|false")) {
        all.add("--" + key + "=" + value);
      } else if (value.equals("true")) {
        all.add("--" + key);
      } // else a switch left off
    }
    all.addAll(Arrays.asList(args).subList(1, args.length));
    return new Arguments(args, all.toArray(String[]::new), file, keys);
  }

  /** The file of a method that lies beside the settings file need not be named with its folder. */
  private static String seen(String key, String value, Path file) {
    Path beside = key.equals(TrainSettings.BLEND) ? file.resolveSibling(value) : null;
    return beside != null && Files.isRegularFile(beside) ? beside.toString() : value;
  }

  /** Whether an option of the command is there or not, and takes no value. */
  private static boolean isSwitch(CommandLine command, String key) {
    OptionSpec option = command == null ? null : command.getCommandSpec().findOption("--" + key);
    return option != null && option.typeInfo().isBoolean();
  }

  private static String settingsFile(String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals(OPTION) && i + 1 < args.length) {
        return args[i + 1];
      }
      if (args[i].startsWith(OPTION + "=")) {
        return args[i].substring(OPTION.length() + 1);
      }
    }
    return null;
  }

  /**
   * The lines of a settings file.
   *
   * @throws UsageException if it cannot be read
   */
  static Properties read(Path file) {
    Properties lines = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.load(text);
    } catch (IOException e) {
      throw new UsageException("settings file " + file + ": " + InputFiles.reason(e));
    } catch (IllegalArgumentException e) {
      throw new UsageException("settings file " + file + ": " + e.getMessage());
    }
    return lines;
  }

  /** As the user gave them; what a second JVM is started with. */
  public List<String> given() {
    return List.of(given);
  }

  /** With those of the settings file. */
  public String[] all() {
    return all.clone();
  }

  /** The settings file in force, or null. */
  String file() {
    return file;
  }

  /** Where an option that is set comes from, for reports. */
  public String origin(String option) {
    return fromFile.contains(option.substring(2)) ? "file " + file : "command line";
  }

  private boolean types(String option) {
    return Arrays.stream(given).anyMatch(a -> a.equals(option) || a.startsWith(option + "="));
  }
}
