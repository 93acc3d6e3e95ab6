package io.sbr.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/**
 * What {@code sbr --help} answers, as a file in the jar: to have picocli make this text takes as
 * long again as the JVM's own start. The file holds it with a terminal's colours.
 */
final class WrittenHelp {
  /** Beside this class. */
  static final String FILE = "help.txt";

  private static final char ESCAPE = '\u001b';
  private static final char ESCAPE_END = 'm';

  private WrittenHelp() {}

  /** Whether the arguments ask for that help and nothing else. */
  static boolean answers(String[] args) {
    return args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"));
  }

  /** The text, in colours where picocli would use them. */
  static String text() {
    return text(Ansi.AUTO.enabled());
  }

  /** The text, in colours or without. */
  static String text(boolean colours) {
    String text = read().replace("\n", System.lineSeparator());
    return colours ? text : plain(text);
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    int at = 0;
    for (int escape = text.indexOf(ESCAPE); escape >= 0; escape = text.indexOf(ESCAPE, at)) {
      plain.append(text, at, escape);
      at = text.indexOf(ESCAPE_END, escape) + 1;
    }
    return plain.append(text, at, text.length()).toString();
  }

  private static String read() {
    try (InputStream file = WrittenHelp.class.getResourceAsStream(FILE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
