package io.sbr.cli.command;

/**
 * SVG and DOT for standard output. Both are UTF-8 by default, whatever the terminal's own encoding
 * is, in which standard output is written; as ASCII they are right in every one.
 */
final class Ascii {
  private Ascii() {}

  /**
   * The same document: other letters as the references that both languages know, {@code &#233;}.
   */
  static String of(String document) {
    StringBuilder text = new StringBuilder(document.length());
    document
        .codePoints()
        .forEach(
            c -> {
              if (c < 128) {
                text.append((char) c);
              } else {
                text.append("&#").append(c).append(';');
              }
            });
    return text.toString();
  }
}
