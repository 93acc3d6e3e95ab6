package io.sbr.data.store;

import io.sbr.data.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens input files, plain or gzip'd, and says in words why one cannot be read. */
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
    return unpacked(stored(file));
  }

  /**
   * The bytes of a file as they are stored.
   *
   * @throws DataException if it is a folder
   * @throws IOException if it cannot be opened
   */
  public static InputStream stored(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataException(file + ": a file was expected, this is a folder");
    }
    return Files.newInputStream(file);
  }

  /**
   * The bytes of a stream, unpacked if it begins with gzip's magic number. Read in whole buffers;
   * closed if it cannot be begun.
   */
  public static InputStream unpacked(InputStream stored) throws IOException {
    InputStream raw = new BufferedInputStream(stored, BUFFER);
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

  /**
   * The text of a stream, UTF-8. Bytes that are none are an error: replaced, as Java does unasked,
   * they would make one item of two.
   */
  public static Reader text(InputStream bytes) {
    return new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
  }

  /** What a failure to read {@code file} means to its owner. */
  public static DataException unreadable(Path file, IOException e) {
    return new DataException(file + ": " + reason(e));
  }

  /** Why a file cannot be read. Java's own message is often no more than the file's name. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof CharacterCodingException) {
      return "not UTF-8 text";
    }
    if (e instanceof EOFException) {
      return "the file is cut short";
    }
    if (e instanceof ZipException) {
      return "not a sound gzip file: " + e.getMessage();
    }
    return "cannot be read: " + e;
  }
}
