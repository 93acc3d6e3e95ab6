package io.sbr.cli.results;

import io.sbr.data.store.InputFiles;
import io.sbr.tensor.io.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of which the part between two lines is made by the program, and the rest by people. */
public final class MarkedFile {
  /** The line before that part. */
  public static final String BEGIN = "<!-- results: begin -->";

  /** The line after it. */
  public static final String END = "<!-- results: end -->";

  private MarkedFile() {}

  /**
   * Checks, before long work, that {@link #write} will find its place.
   *
   * @throws IllegalArgumentException as {@link #write}
   */
  public static void check(Path file) throws IOException {
    read(file);
  }

  /**
   * Replaces that part, or makes the file if it is not there or blank. The rest is the work of
   * people: it is neither replaced nor, if writing fails half-way, lost.
   *
   * @throws IllegalArgumentException if the file says something and lacks one of the lines, has the
   *     end first, or is not text
   */
  static void write(Path file, String text) throws IOException {
    String before = read(file);
    if (before.isBlank()) {
      replace(file, text);
      return;
    }
    String head = before.substring(0, before.indexOf(BEGIN + "\n") + BEGIN.length() + 1);
    replace(file, head + "\n" + text + before.substring(before.indexOf(END)));
  }

  private static String read(Path file) throws IOException {
    String text;
    try {
      text = Files.exists(file) ? Files.readString(file) : "";
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": " + InputFiles.reason(e), e);
    }
    int begin = text.indexOf(BEGIN + "\n");
    if (!text.isBlank() && (begin < 0 || text.indexOf(END) < begin)) {
      throw new IllegalArgumentException(
          file + " needs both lines, in this order: " + BEGIN + " and " + END);
    }
    return text;
  }

  private static void replace(Path file, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    AtomicFiles.replace(
        Files.exists(file) ? file.toRealPath() : file, // behind a link, its target
        channel -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        },
        written -> {
          if (!Files.readString(written).equals(text)) {
            throw new IOException(file + " was not written as it should be");
          }
        });
  }
}
