package io.sbr.data.prepare;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Values of settings from their text; anything else is an {@link IllegalArgumentException}. */
final class Values {
  /** What {@link #gap} makes of {@code auto}. */
  static final long AUTO = -1;

  private Values() {}

  /** The enum constant {@code TIME_ITEM} of the text {@code time-item}. */
  static <E extends Enum<E>> E choice(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (text(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(text);
  }

  /** The text of an enum constant, as {@link #choice} reads it. */
  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static boolean yesNo(String text) {
    return switch (text) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  static int integer(String text, int least) {
    int value = Integer.parseInt(text);
    if (value < least) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  static long wholeNumber(String text) {
    return Long.parseLong(text);
  }

  /** A share between 0 and 1, both excluded. */
  static double share(String text) {
    double value = Double.parseDouble(text);
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  /** The names of a comma-separated list; none for {@code all}. */
  static Set<String> names(String text) {
    if (text.equals("all")) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>(Arrays.asList(text.split(",")));
    if (text.isBlank() || names.contains("")) {
      throw new IllegalArgumentException(text);
    }
    return names;
  }

  /** Milliseconds of {@code 30m} and the like, 0 for {@code none}, {@link #AUTO}. */
  static long gap(String text) {
    return text.equals("auto") ? AUTO : duration(text);
  }

  /** Milliseconds of {@code 30m} and the like; 0 for {@code none}. */
  private static long duration(String text) {
    if (text.equals("none")) {
      return 0;
    }
    String number = text.replaceFirst("[a-z]+$", "");
    long unit =
        switch (text.substring(number.length())) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          default -> throw new IllegalArgumentException(text);
        };
    return Math.multiplyExact((long) integer(number, 1), unit);
  }

  /** Seconds, possibly with a fraction; not negative. */
  static double seconds(String text) {
    double value = Double.parseDouble(text);
    if (!(value >= 0 && value < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  /** N of {@code 1/N}; 1 for {@code all}. */
  static int part(String text) {
    if (text.equals("all")) {
      return 1;
    }
    if (!text.startsWith("1/")) {
      throw new IllegalArgumentException(text);
    }
    return integer(text.substring(2), 1);
  }
}
