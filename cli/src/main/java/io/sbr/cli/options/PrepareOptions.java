package io.sbr.cli.options;

import io.sbr.data.exchange.ExportForm;
import io.sbr.data.exchange.RecboleBenchmark;
import io.sbr.data.prepare.Formats;
import io.sbr.data.prepare.Setting;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** An option for each setting of a recipe, and the help on all formats. */
public final class PrepareOptions {
  private PrepareOptions() {}

  /** Adds an option for each setting of a recipe. */
  public static void addTo(CommandSpec spec) {
    for (Setting setting : Setting.values()) {
      spec.addOption(
          OptionSpec.builder("--" + setting.label())
              .type(String.class)
              .paramLabel(setting.forms())
              .description(setting.meaning())
              .build());
    }
    String help =
        "\nFormats, their recipes and what these set:\n"
            + Formats.help()
            + "%s: RecBole's .train.inter, .valid.inter, .test.inter together, taken as they are\n"
                .formatted(RecboleBenchmark.FORMAT)
            + "forms of --export:\n"
            + Arrays.stream(ExportForm.values())
                .map(form -> "  %s: %s\n".formatted(form.label(), form.meaning()))
                .collect(Collectors.joining());
    spec.usageMessage().footer(help.replace("%", "%%").split("\n", -1));
  }

  /** The settings that were given. */
  public static Map<Setting, String> given(CommandSpec spec) {
    ParseResult parsed = spec.commandLine().getParseResult();
    Map<Setting, String> given = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      String value = parsed.matchedOptionValue("--" + setting.label(), null);
      if (value != null) {
        given.put(setting, value);
      }
    }
    return given;
  }
}
