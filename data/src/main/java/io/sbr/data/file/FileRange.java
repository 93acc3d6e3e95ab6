package io.sbr.data.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes of a file that is not packed: its beginning, which tells how it is read, and a range
 * further on.
 *
 * @param file which must be a text as it stands
 * @param head number of bytes from its beginning
 * @param from where the range begins, at least {@code head}
 * @param to where it ends
 */
public record FileRange(Path file, int head, long from, long to) {
  private static final int BUFFER = 1 << 16;

  /**
   * Opens the beginning and the range as one text.
   *
   * @throws IOException if the file cannot be opened
   */
  public PackedFile open() throws IOException {
    byte[] first = beginning();
    InputStream range = Files.newInputStream(file);
    try {
      range.skipNBytes(from);
      InputStream both =
          new SequenceInputStream(new ByteArrayInputStream(first), new Limited(range, to - from));
      return new PackedFile(new BufferedInputStream(both, BUFFER), first, Compression.NONE);
    } catch (IOException | RuntimeException e) {
      range.close();
      throw e;
    }
  }

  private byte[] beginning() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(head);
    }
  }

  /** Ends after so many bytes. */
  private static final class Limited extends FilterInputStream {
    private long left;

    Limited(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      int value = left == 0 ? -1 : super.read();
      left -= value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = left == 0 ? -1 : super.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }
  }
}
