package io.sbr.data.file;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Text of which no piece is longer than a limit: whoever reads says where a piece ends ({@link
 * #restart}). A parser that gathers a cell or a line in memory is thereby stopped before a file of
 * one endless line, or with a quote left open, fills it.
 */
public final class BoundedReader extends FilterReader {
  private final int limit;
  private long taken;

  /**
   * Bounds a text.
   *
   * @param limit characters of a piece, more than the buffer of whoever reads: what was read ahead
   *     of {@link #restart} is not counted again
   */
  public BoundedReader(Reader in, int limit) {
    super(in);
    this.limit = limit;
  }

  /** A piece has ended, the next begins. */
  public void restart() {
    taken = 0;
  }

  @Override
  public int read() throws IOException {
    int c = super.read();
    count(c < 0 ? 0 : 1);
    return c;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    count(Math.max(count, 0));
    return count;
  }

  private void count(int more) throws IOException {
    taken += more;
    if (taken > limit) {
      throw new TooLongException(limit);
    }
  }

  /** A piece is longer than the limit. */
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;

    TooLongException(int limit) {
      super("a row of more than %,d characters".formatted(limit));
    }
  }
}
