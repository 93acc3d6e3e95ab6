package io.sbr.data.store;

import io.sbr.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A column of sessions on disk: one line per session, the session's values one blank apart. The
 * caller parses and formats a value by its place in the column.
 */
final class ColumnFile {
  private ColumnFile() {}

  /** Appends the text of value {@code index} to {@code line}. */
  interface Format {
    void append(int index, StringBuilder line);
  }

  /** Stores the text as value {@code index}; a {@link NumberFormatException} marks it malformed. */
  interface Parse {
    void accept(int index, String value);
  }

  /**
   * Writes the column.
   *
   * @param offsets {@code [sessions + 1]} where each line's values begin
   */
  static void write(int[] offsets, Format format, Writer out) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int s = 0; s + 1 < offsets.length; s++) {
      line.setLength(0);
      for (int i = offsets[s]; i < offsets[s + 1]; i++) {
        if (i > offsets[s]) {
          line.append(' ');
        }
        format.append(i, line);
      }
      out.append(line).append('\n');
    }
  }

  /**
   * Reads a column whose shape is known.
   *
   * @throws DataException if a line has another number of values, or lines are missing or left over
   */
  static void read(Path file, int[] offsets, Parse parse) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(InputFiles.open(file), StandardCharsets.US_ASCII))) {
      int s = 0;
      for (String line = in.readLine(); line != null; line = in.readLine(), s++) {
        int expected = s + 1 < offsets.length ? offsets[s + 1] - offsets[s] : 0;
        String[] values = line.split(" ", -1);
        if (values.length != expected) {
          throw new DataException(
              file.toString(), s + 1, values.length + " values where " + expected + " belong");
        }
        for (int i = 0; i < expected; i++) {
          store(file, s + 1, offsets[s] + i, values[i], parse);
        }
      }
      if (s + 1 != offsets.length) {
        throw new DataException(
            file + ": " + s + " lines for " + (offsets.length - 1) + " sessions");
      }
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private static void store(Path file, int line, int index, String value, Parse parse) {
    try {
      parse.accept(index, value);
    } catch (NumberFormatException e) {
      throw new DataException(file.toString(), line, "'" + value + "' is not a number");
    }
  }
}
