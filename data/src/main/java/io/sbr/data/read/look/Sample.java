package io.sbr.data.read.look;

import io.sbr.data.DataException;
import io.sbr.data.file.Compression;
import io.sbr.data.read.Bounds;
import io.sbr.data.read.Dialect;
import io.sbr.data.read.LogFile;
import io.sbr.data.read.Rows;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of a log: whole lines, about a million characters of them.
 *
 * @param file name for messages
 * @param text the lines
 * @param whole whether that is all of the log
 * @param compression how the file is packed
 * @param encoding of its text
 */
record Sample(String file, String text, boolean whole, Compression compression, Charset encoding) {
  private static final int LENGTH = Bounds.ROW;
  private static final int SHORT = 1 << 16;
  private static final int MOST_ROWS = 5000;

  /** Reads the beginning of a log. */
  static Sample of(LogFile log) {
    return of(log, LENGTH);
  }

  /** Reads less, of a log whose kind is known from the file before it. */
  static Sample ofFurther(LogFile log) {
    return of(log, SHORT);
  }

  private static Sample of(LogFile log, int most) {
    char[] start = new char[most];
    int length = 0;
    try (Reader in = log.open()) {
      for (int n = 0; n >= 0 && length < most; n = in.read(start, length, most - length)) {
        length += n;
      }
    } catch (IOException e) {
      throw log.failure(1, e);
    }
    boolean whole = length < most;
    String text = new String(start, 0, length);
    if (text.isBlank() && whole) {
      throw new DataException(log.name() + ": the file is empty");
    }
    refuseZeros(log.name(), text);
    int end = whole ? length : text.lastIndexOf('\n') + 1;
    if (end == 0 && (most < LENGTH || text.startsWith("{") || text.startsWith("["))) {
      end = length; // a row of JSON holds a session, and may be long
    }
    if (end == 0) {
      throw new DataException(
          log.name(), 1, "a row of more than %,d characters".formatted(Bounds.ROW));
    }
    return new Sample(log.name(), text.substring(0, end), whole, log.compression(), log.encoding());
  }

  private static void refuseZeros(String file, String text) {
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      long line = 1 + text.substring(0, zero).chars().filter(c -> c == '\n').count();
      throw new DataException(
          file,
          line,
          "a zero byte, which no text has; UTF-16 without a byte order mark is read with"
              + " --encoding utf-16le or utf-16be");
    }
  }

  /** The first lines that are not blank, uncut. */
  List<String> lines() {
    return text.lines().filter(line -> !line.isBlank()).limit(MOST_ROWS).toList();
  }

  /** The first rows, the header among them. */
  List<String[]> rows(Dialect dialect) {
    List<String[]> rows = new ArrayList<>();
    try (Rows all = new Rows(file, new StringReader(text), dialect)) {
      for (String[] row = all.next(); row != null && rows.size() < MOST_ROWS; row = all.next()) {
        rows.add(row);
      }
    } catch (IOException e) {
      throw new IllegalStateException("text in memory", e);
    } catch (DataException e) {
      // the sample may end inside a cell of several lines
      if (whole || !dialect.multiline() || rows.isEmpty()) {
        throw e;
      }
    }
    return rows;
  }
}
