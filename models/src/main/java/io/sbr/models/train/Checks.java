package io.sbr.models.train;

/** Checks of settings; a class of its own, as the defaults of each are made by the others. */
final class Checks {
  private Checks() {}

  static void present(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }

  static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, not " + value);
    }
  }
}
