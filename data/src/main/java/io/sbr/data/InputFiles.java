package io.sbr.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens input files, plain or gzip'd. */
public final class InputFiles {
  private static final int BUFFER = 1 << 16;

  private InputFiles() {}

  /**
   * The bytes of a file, unpacked if it begins with gzip's magic number, whatever its name is.
   *
   * @throws DataException if it is a folder
   * @throws IOException if it cannot be opened; {@link #unreadable} puts it into words
   */
  public static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataException(file + ": a file was expected, this is a folder");
    }
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      raw.mark(2);
      boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
      raw.reset();
      return packed ? new GZIPInputStream(raw, BUFFER) : raw;
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** What a failure to read {@code file} means to its owner. */
  public static DataException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new DataException(file + ": there is no such file");
    }
    if (e instanceof EOFException) {
      return new DataException(file + ": the file is cut short");
    }
    if (e instanceof ZipException) {
      return new DataException(file + ": not a sound gzip file: " + e.getMessage());
    }
    return new DataException(file + ": cannot be read: " + e);
  }
}
