package io.sbr.models.settings;

/**
 * Checks of settings; a class of its own, as the defaults of each are made by the others. All throw
 * an {@link IllegalArgumentException} that names the setting.
 */
public final class Checks {
  private Checks() {}

  /** It is not null. */
  public static void present(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  /** It is above 0. */
  public static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }

  /** It is 0 or more. */
  public static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, not " + value);
    }
  }
}
