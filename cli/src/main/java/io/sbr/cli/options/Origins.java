package io.sbr.cli.options;

import io.sbr.cli.report.Console;
import io.sbr.cli.report.OptionValues;
import io.sbr.cli.report.Table;
import io.sbr.models.train.TrainSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Every setting of a run with its value and where the value comes from. */
public final class Origins {
  /** The key under which a run keeps the place of its data. */
  public static final String DATA = "data";

  private final ParseResult parsed;
  private final Arguments arguments;
  private final String otherwise;

  /**
   * Origins of what was parsed.
   *
   * @param otherwise where settings that are not given come from
   */
  public Origins(CommandSpec spec, Arguments arguments, String otherwise) {
    this.parsed = spec.commandLine().getParseResult();
    this.arguments = arguments;
    this.otherwise = otherwise;
  }

  /** Origin by setting, for {@code run.json}; data come from their place. */
  public Map<String, String> of(String place, TrainSettings settings) {
    Map<String, String> origins = new LinkedHashMap<>();
    origins.put(DATA, place);
    OptionValues.of(settings).keySet().forEach(name -> origins.put(name, origin(name)));
    return origins;
  }

  /** Shows data and settings. */
  public void print(Console console, String source, TrainSettings settings) {
    Table table = new Table(3, List.of("setting", "value", "from"));
    table.row(List.of(DATA, source, origin(DATA)));
    for (String name : List.of("device", "threads")) {
      Object value = parsed.commandSpec().findOption(name).getValue();
      boolean given = parsed.hasMatchedOption(name);
      table.row(List.of(name, value.toString(), given ? origin(name) : "default"));
    }
    OptionValues.of(settings)
        .forEach((name, value) -> table.row(List.of(name, value, origin(name))));
    console.notes(table.toString());
  }

  private String origin(String name) {
    return ModelOptions.forms(name).stream()
        .filter(parsed::hasMatchedOption)
        .findFirst()
        .map(arguments::origin)
        .orElse(otherwise);
  }
}
