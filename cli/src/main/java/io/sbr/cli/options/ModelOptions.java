package io.sbr.cli.options;

import io.sbr.models.Models;
import io.sbr.models.settings.ModelKind;
import io.sbr.models.settings.ModelSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The models' own settings as options of {@code train}, and the help on them. An option exists if
 * any model has the setting; whether the chosen one has it is checked with the value.
 */
public final class ModelOptions {
  private static final int WIDTH = 100;

  private ModelOptions() {}

  /**
   * Adds an option for each setting, and to the help a list by model.
   *
   * @param arguments of the command line; if they choose a model, help lists that one alone
   */
  public static void addTo(CommandSpec spec, List<String> arguments) {
    Map<String, OptionSpec> options = new LinkedHashMap<>();
    for (ModelKind kind : Models.all()) {
      for (ModelSetting<?> setting : kind.settings()) {
        options.putIfAbsent(
            "--" + setting.name(),
            OptionSpec.builder("--" + setting.name())
                .type(String.class)
                .paramLabel(setting.forms())
                .hidden(true)
                .build());
        for (String name : setting.switches().keySet()) {
          options.putIfAbsent(
              "--" + name,
              OptionSpec.builder("--" + name).type(boolean.class).hidden(true).build());
        }
      }
    }
    options.values().forEach(spec::addOption);
    List<String> footer = new ArrayList<>(help(chosen(arguments)));
    footer.addAll(List.of(spec.usageMessage().footer()));
    spec.usageMessage().footer(footer.toArray(String[]::new));
  }

  /** The kinds that help is wanted on: the one the arguments name, or all. */
  private static List<ModelKind> chosen(List<String> arguments) {
    String name = null;
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith(TrainOptions.MODEL + "=")) {
        name = arguments.get(i).substring(TrainOptions.MODEL.length() + 1);
      } else if (arguments.get(i).equals(TrainOptions.MODEL) && i + 1 < arguments.size()) {
        name = arguments.get(i + 1);
      }
    }
    String wanted = name;
    List<ModelKind> named =
        Models.all().stream().filter(kind -> kind.name().equals(wanted)).toList();
    return named.isEmpty() ? Models.all() : named;
  }

  private static List<String> help(List<ModelKind> kinds) {
    List<String> lines = new ArrayList<>();
    for (ModelKind kind : kinds) {
      lines.add("");
      lines.addAll(wrapped("--model " + kind.name() + ": " + kind.title(), "  "));
      LearningDefaults.of(kind)
          .ifPresent(own -> lines.addAll(wrapped("  learns otherwise, with " + own, "  ")));
      for (ModelSetting<?> setting : kind.settings()) {
        lines.add("  --" + setting.name() + "=" + setting.forms());
        lines.addAll(wrapped("      " + description(setting), "      "));
      }
    }
    return lines.stream().map(line -> line.replace("%", "%%")).toList();
  }

  private static String description(ModelSetting<?> setting) {
    StringBuilder text = new StringBuilder(setting.meaning());
    text.append("; default ").append(ModelSetting.label(setting.defaultValue()));
    text.append(" (").append(setting.source()).append(')');
    setting.condition().ifPresent(condition -> text.append("; only with ").append(condition));
    setting
        .switches()
        .forEach((name, value) -> text.append("; --").append(name).append(": ").append(value));
    return text.toString();
  }

  private static List<String> wrapped(String text, String indent) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > WIDTH) {
      int cut = rest.lastIndexOf(' ', WIDTH);
      if (cut <= indent.length()) {
        break;
      }
      lines.add(rest.substring(0, cut));
      rest = indent + rest.substring(cut + 1);
    }
    lines.add(rest);
    return lines;
  }

  /**
   * The settings that were given, by name.
   *
   * @throws UsageException if a switch contradicts the value of its setting
   */
  public static Map<String, String> given(CommandSpec spec) {
    ParseResult parsed = spec.commandLine().getParseResult();
    Map<String, String> given = new TreeMap<>();
    for (ModelKind kind : Models.all()) {
      for (ModelSetting<?> setting : kind.settings()) {
        String value = parsed.matchedOptionValue("--" + setting.name(), null);
        if (value != null) {
          given.put(setting.name(), value);
        }
        setting
            .switches()
            .forEach(
                (name, meant) -> {
                  if (parsed.hasMatchedOption("--" + name)
                      && !given.computeIfAbsent(setting.name(), any -> meant).equals(meant)) {
                    throw new UsageException(
                        "--%s means --%s=%s; leave one of them out"
                            .formatted(name, setting.name(), meant));
                  }
                });
      }
    }
    return given;
  }

  /** The options that set what a report calls {@code name}: its own and its switches. */
  static List<String> forms(String name) {
    List<String> forms = new ArrayList<>(List.of("--" + name));
    for (ModelKind kind : Models.all()) {
      for (ModelSetting<?> setting : kind.settings()) {
        if (setting.name().equals(name)) {
          setting.switches().keySet().forEach(option -> forms.add("--" + option));
        }
      }
    }
    return forms;
  }
}
