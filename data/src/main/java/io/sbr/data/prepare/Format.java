package io.sbr.data.prepare;

import io.sbr.data.DataException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A kind of click log, and the recipes published for it. How it is read is {@link
 * io.sbr.data.read.look.LogLook}'s matter.
 */
public final class Format {
  private final String name;
  private final String description;
  private final List<Recipe> recipes;

  Format(String name, String description, List<Recipe> recipes) {
    this.name = name;
    this.description = description;
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
