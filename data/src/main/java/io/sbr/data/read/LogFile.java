package io.sbr.data.read;

import io.sbr.data.DataException;
import io.sbr.data.store.InputFiles;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
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
    InputStream raw = new Counted(InputFiles.stored(path));
    try {
      BufferedReader text = new BufferedReader(InputFiles.text(InputFiles.unpacked(raw)), BUFFER);
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
    if (cause instanceof CharacterCodingException || cause instanceof FileSystemException) {
      // Text is decoded by the buffer, so the line would be a guess; a file's fault has none.
      return InputFiles.unreadable(path, cause);
    }
    return new DataException(name(), line, "cannot be read: " + cause.getMessage());
  }

  private static void skipByteOrderMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
  }

  /** Counts reads of whole buffers, the only ones that {@link InputFiles#unpacked} makes. */
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
