package io.sbr.data.store;

import io.sbr.data.DataException;
import io.sbr.data.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the plain form of sessions: one session a line, positive decimal integers exactly one blank
 * apart, plain or gzip'd. Anything else is a malformed row. Parsed byte by byte: no line becomes a
 * string, and memory is that of the sessions kept.
 */
public final class PlainSessions {
  private final Path file;
  private final byte[] buffer = new byte[1 << 16];
  private int[] items = new int[1 << 12];
  private int clicks;
  private int[] offsets = new int[1 << 10];
  private int sessions;

  private PlainSessions(Path file) {
    this.file = file;
  }

  /**
   * The sessions of a file, with the numbers that stand there.
   *
   * @throws DataException if the file cannot be read, is empty, or has a malformed row
   */
  public static Sessions read(Path file) {
    PlainSessions reader = new PlainSessions(file);
    try (InputStream in = InputFiles.open(file)) {
      return reader.parse(in);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private Sessions parse(InputStream in) throws IOException {
    long item = 0; // of the digits read since the last blank or line end; 0 if there are none
    boolean lineOpen = false;
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      for (int i = 0; i < length; i++) {
        int c = buffer[i];
        if (c >= '0' && c <= '9') {
          if (item == 0 && c == '0') {
            throw malformed("an item is a positive number without leading zeros");
          }
          item = item * 10 + c - '0';
          if (item > Integer.MAX_VALUE) {
            throw malformed("an item number is above " + Integer.MAX_VALUE);
          }
          lineOpen = true;
        } else if (c == ' ' || c == '\n') {
          if (item == 0) {
            throw malformed(misplaced(c, lineOpen));
          }
          add((int) item);
          item = 0;
          lineOpen = c == ' ';
          if (!lineOpen) {
            endSession();
          }
        } else {
          throw malformed("unexpected " + describe(c) + "; items are numbers one blank apart");
        }
      }
    }
    if (item > 0) { // the last line may lack its line end
      add((int) item);
      endSession();
    } else if (lineOpen) {
      throw malformed(misplaced('\n', true));
    }
    if (sessions == 0) {
      throw new DataException(file + ": the file is empty");
    }
    return new Sessions(
        Arrays.copyOf(items, clicks), Arrays.copyOf(offsets, sessions + 1), null, null, null);
  }

  private static String misplaced(int separator, boolean lineOpen) {
    if (separator == '\n') {
      return lineOpen ? "a blank at the end of the line" : "the line is empty";
    }
    return lineOpen ? "two blanks in a row" : "a blank at the start of the line";
  }

  private static String describe(int c) {
    return switch (c) {
      case '\t' -> "tab";
      case '\r' -> "carriage return (Windows line end?)";
      default -> c > ' ' && c < 127 ? "'" + (char) c + "'" : "byte " + (c & 0xff);
    };
  }

  private DataException malformed(String what) {
    return new DataException(file.toString(), sessions + 1, what);
  }

  private void add(int item) {
    if (clicks == items.length) {
      items = Arrays.copyOf(items, grown(clicks));
    }
    items[clicks++] = item;
  }

  private void endSession() {
    if (++sessions == offsets.length) {
      offsets = Arrays.copyOf(offsets, grown(sessions));
    }
    offsets[sessions] = clicks;
  }

  private int grown(int size) {
    int limit = Integer.MAX_VALUE - 8; // the longest array a JVM is sure to allow
    if (size >= limit) {
      throw new DataException(file + ": more than " + limit + " clicks");
    }
    return (int) Math.min(limit, size + (size >> 1) + 1L);
  }
}
