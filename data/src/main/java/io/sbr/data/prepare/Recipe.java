package io.sbr.data.prepare;

/**
 * A published way from a log to a data set: settings under a name.
 *
 * @param name as users write it
 * @param description where it comes from, one line
 * @param settings what differs from the defaults
 */
public record Recipe(String name, String description, Settings settings) {
  /** A recipe of settings as users write them. */
  static Recipe of(String name, String description, String settings) {
    return new Recipe(name, description, Settings.of(settings));
  }
}
