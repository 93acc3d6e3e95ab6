package io.sbr.cli.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of which the part between two lines is made by the program, and the rest by people. */
final class MarkedFile {
  /** The line before that part. */
  static final String BEGIN = "<!-- results: begin -->";

  /** The line after it. */
  static final String END = "<!-- results: end -->";

  private MarkedFile() {}

  /**
   * Replaces that part; the whole file if it has no such lines or is not there.
   *
   * @throws IllegalArgumentException if the file has one of the lines only, or the end first
   */
  static void write(Path file, String text) throws IOException {
    String before = Files.exists(file) ? Files.readString(file) : "";
    int begin = before.indexOf(BEGIN + "\n");
    int end = before.indexOf(END);
    if (begin < 0 != end < 0 || end < begin) {
      throw new IllegalArgumentException(
          file + " needs both lines, in this order: " + BEGIN + " and " + END);
    }
    if (begin < 0) {
      Files.writeString(file, text);
      return;
    }
    String head = before.substring(0, begin + BEGIN.length() + 1);
    Files.writeString(file, head + "\n" + text + before.substring(end));
  }
}
