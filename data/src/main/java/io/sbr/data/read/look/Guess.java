package io.sbr.data.read.look;

/**
 * Something taken that the user has not said.
 *
 * @param taken what, for example {@code time = "created_at"}
 * @param option what says so, or otherwise, for example {@code --columns time=created_at}
 */
public record Guess(String taken, String option) {
  @Override
  public String toString() {
    return taken + " (" + option + ")";
  }
}
