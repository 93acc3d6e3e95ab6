package io.sbr.data;

/**
 * Text that came from outside, such as an id or a cell of a log, made fit for a message or a
 * terminal: what a log contains is shown, never sent. Control characters (escape sequences, line
 * breaks), characters that reorder text, and halves of surrogate pairs appear as escapes like
 * {@code \n} and <code>&#92;u001b</code>; everything else stays as it is.
 */
public final class Shown {
  /** Most characters of a quotation; a message that quotes a cell stays a line. */
  public static final int QUOTED_LENGTH = 80;

  /** Most characters of a message: paths and lists are longer than a quotation. */
  public static final int MESSAGE_LENGTH = 1_000;

  private Shown() {}

  /** The whole text with its control characters as escapes. */
  public static String text(String text) {
    return escaped(text, Integer.MAX_VALUE);
  }

  /** The text between double quotes, cut after {@value #QUOTED_LENGTH} characters. */
  public static String quoted(String text) {
    return '"' + brief(text) + '"';
  }

  /** The text, cut after {@value #QUOTED_LENGTH} characters, which an ellipsis then says. */
  public static String brief(String text) {
    return escaped(text, QUOTED_LENGTH);
  }

  /** A message for the user: one line, cut after {@value #MESSAGE_LENGTH} characters. */
  public static String message(String text) {
    return escaped(text, MESSAGE_LENGTH);
  }

  private static String escaped(String text, int most) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most) + 1);
    int taken = 0;
    int at = 0;
    for (; at < text.length() && taken < most; taken++) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      append(shown, c);
    }
    return at < text.length() ? shown.append('…').toString() : shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (isUnseen(c)) {
          for (char half : Character.toChars(c)) {
            shown.append("\\u%04x".formatted((int) half));
          }
        } else {
          shown.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      case Character.FORMAT -> isReordering(c);
      default -> false;
    };
  }

  /** Bidirectional controls: they make a line read as something that it does not say. */
  private static boolean isReordering(int c) {
    return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x200E || c == 0x200F;
  }
}
