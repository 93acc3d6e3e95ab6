package io.sbr.data.read.look;

import io.sbr.data.read.Column;

/** How a user says which column is meant, fit to be pasted into a shell. */
final class ColumnOption {
  private ColumnOption() {}

  /** For example {@code time=created_at}; by number where a shell would read the name otherwise. */
  static String of(Column column, String name, int index) {
    boolean plain =
        !name.isEmpty()
            && name.length() <= 80
            && name.chars().allMatch(ColumnOption::isPlain)
            && !name.equals(Choices.NO_COLUMN);
    return column.label() + "=" + (plain ? name : "" + (index + 1));
  }

  private static boolean isPlain(int c) {
    return c < 128 && Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == ':';
  }
}
