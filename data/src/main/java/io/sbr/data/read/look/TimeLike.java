package io.sbr.data.read.look;

import io.sbr.data.read.TimeFormat;
import io.sbr.data.read.TimeProbe;
import java.util.List;

/**
 * Whether cells look like times, when no name says so: written as dates, or whole numbers of the
 * length of seconds or milliseconds in our days. Ids of ten digits do so too; that is why it is
 * said.
 */
final class TimeLike {
  private static final long FROM = 946_684_800L; // 2000
  private static final long TO = 2_208_988_800L; // 2040

  private TimeLike() {}

  /** Whether every cell of a column that is not empty does, and there is one. */
  static boolean column(List<String[]> rows, int index) {
    boolean any = false;
    for (String[] row : rows) {
      String cell = index < row.length ? row[index].strip() : "";
      if (!cell.isEmpty()) {
        if (!cell(cell)) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  /** Whether a cell does. */
  static boolean cell(String cell) {
    if (!isNumber(cell)) {
      return cell.length() >= 8 && cell.length() <= 40 && TimeProbe.reads(TimeFormat.AUTO, cell);
    }
    long scale =
        switch (digits(cell)) {
          case 10 -> 1;
          case 13 -> 1000;
          default -> 0;
        };
    if (scale == 0) {
      return false;
    }
    long seconds = (long) Double.parseDouble(cell) / scale;
    return seconds >= FROM && seconds < TO;
  }

  /** Digits with at most a point among them. */
  static boolean isNumber(String cell) {
    int start = cell.startsWith("-") ? 1 : 0;
    boolean point = false;
    for (int i = start; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == '.' && !point) {
        point = true;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return cell.length() > start + (point ? 1 : 0);
  }

  private static int digits(String number) {
    int point = number.indexOf('.');
    return point < 0 ? number.length() : point;
  }
}
