package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.read.Column;
import io.sbr.data.read.TimeFormat;
import io.sbr.data.read.look.Choices;
import io.sbr.data.read.look.Look;
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
 * @param choices what the user says about the log itself
 */
public record PrepareRequest(
    Format format,
    List<Path> inputs,
    String name,
    Recipe recipe,
    Settings settings,
    Choices choices) {

  /** Checks that there is something to read. */
  public PrepareRequest {
    if (inputs.isEmpty()) {
      throw new DataException("no input file");
    }
    inputs = List.copyOf(inputs);
  }

  /** A log prepared by its format's default recipe. */
  public static PrepareRequest of(Format format, List<Path> inputs, String name) {
    Recipe recipe = format.defaultRecipe();
    return new PrepareRequest(format, inputs, name, recipe, recipe.settings(), Choices.NONE);
  }

  /** A log that has been looked at, prepared by the recipe that suits what it is. */
  public static PrepareRequest of(Look look, Choices choices, List<Path> inputs, String name) {
    PrepareRequest request = of(Formats.named(look.format()), inputs, name).withChoices(choices);
    return look.recipe() == null ? request : request.withRecipe(look.recipe());
  }

  /**
   * The same log by another of its format's recipes; settings changed before are forgotten.
   *
   * @throws DataException if the format has no such recipe
   */
  public PrepareRequest withRecipe(String recipeName) {
    Recipe other = format.recipe(recipeName);
    return new PrepareRequest(format, inputs, name, other, other.settings(), choices);
  }

  /**
   * The same with one setting changed.
   *
   * @throws DataException if the text is no value of the setting
   */
  public PrepareRequest with(Setting setting, String text) {
    return new PrepareRequest(format, inputs, name, recipe, settings.with(setting, text), choices);
  }

  /** The same with columns and time format of the user's choice. */
  public PrepareRequest withColumns(Map<Column, String> names, TimeFormat timeFormat) {
    return withChoices(Choices.of(names, timeFormat));
  }

  /** The same with what the user says about the log. */
  public PrepareRequest withChoices(Choices other) {
    return new PrepareRequest(format, inputs, name, recipe, settings, other);
  }
}
