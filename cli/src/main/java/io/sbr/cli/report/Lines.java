package io.sbr.cli.report;

import io.sbr.data.Shown;

/** Text of several lines as a terminal gets it. */
public final class Lines {
  private static final boolean CARRIAGE_RETURNS = System.lineSeparator().equals("\r\n");

  private Lines() {}

  /** The text with all its control characters as escapes, except those that end its lines. */
  public static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int begin = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      boolean two = CARRIAGE_RETURNS && end > begin && text.charAt(end - 1) == '\r';
      shown.append(Shown.text(text.substring(begin, two ? end - 1 : end)));
      shown.append(two ? "\r\n" : "\n");
      begin = end + 1;
    }
    return shown.append(Shown.text(text.substring(begin))).toString();
  }
}
