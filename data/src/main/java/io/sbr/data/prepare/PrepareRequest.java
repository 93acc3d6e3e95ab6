package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.read.Column;
import io.sbr.data.read.TimeFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A log to prepare.
 *
 * @param format one of {@link Formats#all()}
 * @param inputs files, read in this order as one log
 * @param name name of the data set, for reports
 * @param recipe one of the format's
 * @param settings the recipe's, with the user's changes
 * @param columns header names of the user's choice ({@code csv}, {@code tsv}, {@code recbole},
 *     {@code appusage})
 * @param time how times are written; AUTO to tell it from the first row
 */
public record PrepareRequest(
    Format format,
    List<Path> inputs,
    String name,
    Recipe recipe,
    Settings settings,
    Map<Column, String> columns,
    TimeFormat time) {

  /** Checks that there is something to read. */
  public PrepareRequest {
    if (inputs.isEmpty()) {
      throw new DataException("no input file");
    }
    inputs = List.copyOf(inputs);
    columns = Map.copyOf(columns);
  }

  /** A log prepared by its format's default recipe. */
  public static PrepareRequest of(Format format, List<Path> inputs, String name) {
    Recipe recipe = format.defaultRecipe();
    return new PrepareRequest(
        format, inputs, name, recipe, recipe.settings(), Map.of(), TimeFormat.AUTO);
  }

  /**
   * The same log by another of its format's recipes; settings changed before are forgotten.
   *
   * @throws DataException if the format has no such recipe
   */
  public PrepareRequest withRecipe(String recipeName) {
    Recipe other = format.recipe(recipeName);
    return new PrepareRequest(format, inputs, name, other, other.settings(), columns, time);
  }

  /**
   * The same with one setting changed.
   *
   * @throws DataException if the text is no value of the setting
   */
  public PrepareRequest with(Setting setting, String text) {
    return new PrepareRequest(
        format, inputs, name, recipe, settings.with(setting, text), columns, time);
  }

  /** The same with columns and time format of the user's choice. */
  public PrepareRequest withColumns(Map<Column, String> names, TimeFormat timeFormat) {
    return new PrepareRequest(format, inputs, name, recipe, settings, names, timeFormat);
  }
}
