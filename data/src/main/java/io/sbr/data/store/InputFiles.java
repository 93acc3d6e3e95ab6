package io.sbr.data.store;

import io.sbr.data.DataException;
import io.sbr.data.file.DamagedFileException;
import io.sbr.data.file.PackedFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens input files, packed or not, and says in words why one cannot be read. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * The bytes of a file, unpacked if its first bytes say that it is packed, whatever its name is.
   *
   * @throws DataException if it is a folder, or a file known to be no text
   * @throws IOException if it cannot be opened; {@link #unreadable} puts it into words
   */
  public static InputStream open(Path file) throws IOException {
    return PackedFile.open(file, count -> {}).bytes();
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
    if (e instanceof DamagedFileException) {
      return e.getMessage();
    }
    return "cannot be read: " + e;
  }
}
