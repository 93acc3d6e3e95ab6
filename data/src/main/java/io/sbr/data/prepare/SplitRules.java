package io.sbr.data.prepare;

import io.sbr.data.read.Column;
import java.util.Optional;

/** The split rules as users write them. */
final class SplitRules {
  /** For help texts. */
  static final String FORMS =
      "srgnn:DAYS|last-days:DAYS[@END_MS]|last-days-by-end:DAYS[@END_MS]|gru4rec:DAYS"
          + "|slice:INDEX,TRAIN,TEST,SHIFT|fraction:SHARE|last-time:SHARE|last-clicks:SHARE|users:TRAIN,VALID,TEST|user-time:SHARE|none";

  private SplitRules() {}

  /**
   * The rule that a text names.
   *
   * @throws IllegalArgumentException if there is none
   */
  static SplitRule parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String argument = colon < 0 ? "" : text.substring(colon + 1);
    return switch (name) {
      case "srgnn" -> TimeSplits.srgnn(Values.integer(argument, 1));
      case "last-days" -> TimeSplits.byStart(days(argument), end(argument));
      case "last-days-by-end" -> TimeSplits.byEnd(days(argument), end(argument));
      case "gru4rec" -> TimeSplits.endedSince(Values.integer(argument, 1));
      case "slice" -> {
        int[] numbers = integers(argument, 4);
        yield TimeSplits.slice(numbers[0], numbers[1], numbers[2], numbers[3]);
      }
      case "fraction" -> TimeSplits.fraction(Values.share(argument));
      case "last-time" -> TimeSplits.timeShare(Values.share(argument));
      case "last-clicks" -> TimeSplits.clickShare(Values.share(argument));
      case "users" -> {
        String[] shares = argument.split(",", -1);
        if (shares.length != 3) {
          throw new IllegalArgumentException(text);
        }
        yield UserSplits.shuffled(
            Double.parseDouble(shares[0]),
            Double.parseDouble(shares[1]),
            Double.parseDouble(shares[2]));
      }
      case "user-time" -> UserSplits.chronological(Values.share(argument));
      case "none" -> TimeSplits.none();
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** The column without which the rule that a text names cannot divide a log. */
  static Optional<Column> needs(String text) {
    return switch (text.split(":", 2)[0]) {
      case "srgnn",
          "last-days",
          "last-days-by-end",
          "gru4rec",
          "slice",
          "last-time",
          "last-clicks" ->
          Optional.of(Column.TIME);
      case "users", "user-time" -> Optional.of(Column.USER);
      default -> Optional.empty();
    };
  }

  /** Whether the rule that a text names has train and test of the same time, from its nature. */
  static boolean isByUser(String text) {
    return needs(text).filter(column -> column == Column.USER).isPresent();
  }

  private static int days(String argument) {
    return Values.integer(argument.split("@", 2)[0], 1);
  }

  /** The fixed end of the log in milliseconds, or null for its last click. */
  private static Long end(String argument) {
    int at = argument.indexOf('@');
    return at < 0 ? null : Long.valueOf(argument.substring(at + 1));
  }

  private static int[] integers(String argument, int count) {
    String[] parts = argument.split(",", -1);
    if (parts.length != count) {
      throw new IllegalArgumentException(argument);
    }
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = Values.integer(parts[i], 0);
    }
    return numbers;
  }
}
