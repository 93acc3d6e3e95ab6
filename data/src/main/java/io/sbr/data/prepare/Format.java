package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.read.ClickReader;
import io.sbr.data.read.Column;
import io.sbr.data.read.TimeFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A kind of click log: how to read it, and the recipes published for it. */
public final class Format {
  /** Makes the reader for a user's choice of columns and time format. */
  @FunctionalInterface
  interface ReaderFactory {
    ClickReader reader(Map<Column, String> columns, TimeFormat time);
  }

  private final String name;
  private final String description;
  private final boolean namedColumns;
  private final ReaderFactory readers;
  private final List<Recipe> recipes;

  Format(
      String name,
      String description,
      boolean namedColumns,
      ReaderFactory readers,
      List<Recipe> recipes) {
    this.name = name;
    this.description = description;
    this.namedColumns = namedColumns;
    this.readers = readers;
    this.recipes = recipes;
  }

  /** The name that users write. */
  public String name() {
    return name;
  }

  /** One line of help: what the log is. */
  public String description() {
    return description;
  }

  /** Whether the user may say which columns hold what, and how times are written. */
  public boolean namedColumns() {
    return namedColumns;
  }

  /** The recipes; the first is the default. */
  public List<Recipe> recipes() {
    return recipes;
  }

  /** The recipe used when none is named. */
  public Recipe defaultRecipe() {
    return recipes.get(0);
  }

  /**
   * The recipe of a name.
   *
   * @throws DataException naming the recipes there are if it is none of them
   */
  public Recipe recipe(String recipe) {
    return recipes.stream()
        .filter(candidate -> candidate.name().equals(recipe))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "unknown recipe "
                        + recipe
                        + " of format "
                        + name
                        + ", expected one of "
                        + recipes.stream().map(Recipe::name).collect(Collectors.joining(", "))));
  }

  /**
   * A reader of such logs.
   *
   * @param columns header names of the user's choice; may be empty
   * @param time how times are written; {@link TimeFormat#AUTO} where the user does not say
   * @throws DataException if columns or time format are chosen but the format has fixed ones
   */
  ClickReader reader(Map<Column, String> columns, TimeFormat time) {
    if (!namedColumns && (!columns.isEmpty() || time != TimeFormat.AUTO)) {
      throw new DataException(
          "format " + name + " has fixed columns; use format csv or tsv to name them");
    }
    return readers.reader(columns, time);
  }

  /** Help on this format: what it is, its recipes with their settings, the default first. */
  public String help() {
    StringBuilder help = new StringBuilder(name + ": " + description + "\n");
    for (Recipe recipe : recipes) {
      help.append("  ").append(recipe.name());
      help.append(recipe == defaultRecipe() ? " (default): " : ": ");
      help.append(recipe.description()).append("\n    ").append(recipe.settings()).append('\n');
    }
    return help.toString();
  }
}
