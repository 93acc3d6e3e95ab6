package io.sbr.data.read;

import io.sbr.data.DataException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A text file of a log, plain or gzip'd (told by its first bytes, not by its name). */
public final class LogFile {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final LongConsumer progress;

  /**
   * @param path an existing file
   * @param progress told how many more bytes have been read, as stored, so compressed if the file
   *     is
   */
  public LogFile(Path path, LongConsumer progress) {
    this.path = path;
    this.progress = progress;
  }

  /** The file as the user named it. */
  public String name() {
    return path.toString();
  }

  /** Opens the text, UTF-8, without a byte order mark. */
  public BufferedReader open() throws IOException {
    if (!Files.exists(path)) {
      throw new DataException(name() + ": no such file");
    }
    if (Files.isDirectory(path)) {
      throw new DataException(name() + ": is a folder, not a file");
    }
    InputStream raw = new BufferedInputStream(new Counted(Files.newInputStream(path)), BUFFER);
    try {
      InputStream plain = isGzip(raw) ? new GZIPInputStream(raw, BUFFER) : raw;
      BufferedReader text =
          new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), BUFFER);
      skipByteOrderMark(text);
      return text;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** What went wrong while reading, as one line for the user. */
  public DataException failure(long line, IOException cause) {
    if (cause instanceof ZipException || cause instanceof EOFException) {
      return new DataException(name(), line, "the gzip data are damaged or cut off");
    }
    return new DataException(name(), line, "cannot be read: " + cause.getMessage());
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip;
  }

  private static void skipByteOrderMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
  }

  /** Counts reads of whole buffers, the only ones that the buffered stream around it makes. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      if (count > 0) {
        progress.accept(count);
      }
      return count;
    }
  }
}
