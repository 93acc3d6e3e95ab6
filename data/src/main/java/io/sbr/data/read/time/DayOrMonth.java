package io.sbr.data.read.time;

/** {@code 01/02/2024} is a day of January or of February; only its owner knows. */
final class DayOrMonth {
  private DayOrMonth() {}

  /** Both patterns of a cell that begins so, as a hint for its owner; null of any other. */
  static String hint(String cell) {
    int first = digits(cell, 0);
    int second = first < cell.length() ? digits(cell, first + 1) : first;
    if (first < 1 || first > 2 || second >= cell.length()) {
      return null;
    }
    char mark = cell.charAt(first);
    int middle = second - first - 1;
    int end = digits(cell, second + 1);
    if ("/.-".indexOf(mark) < 0
        || cell.charAt(second) != mark
        || middle < 1
        || middle > 2
        || end - second != 5) {
      return null;
    }
    String time = time(cell, end);
    String dayFirst = "d".repeat(first) + mark + "M".repeat(middle) + mark + "yyyy" + time;
    String monthFirst = "M".repeat(first) + mark + "d".repeat(middle) + mark + "yyyy" + time;
    return "may have its day or its month first: --time-format '%s' or '%s' says which"
        .formatted(dayFirst, monthFirst);
  }

  private static String time(String cell, int from) {
    if (from >= cell.length()) {
      return "";
    }
    int colons = 0;
    for (int i = from; i < cell.length() && i < from + 20; i++) {
      colons += cell.charAt(i) == ':' ? 1 : 0;
    }
    return colons == 1 ? " HH:mm" : " HH:mm:ss";
  }

  /** The first place from {@code from} on that is no digit, looking at no more than five. */
  private static int digits(String cell, int from) {
    int at = from;
    while (at < cell.length() && at < from + 5 && Character.isDigit(cell.charAt(at))) {
      at++;
    }
    return at;
  }
}
