package io.sbr.data.read;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.file.Compression;
import io.sbr.data.file.DamagedFileException;
import io.sbr.data.file.FileRange;
import io.sbr.data.file.PackedFile;
import io.sbr.data.file.TextEncoding;
import io.sbr.data.store.InputFiles;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** A text file of a log, packed or not (told by its first bytes, not by its name). */
public final class LogFile {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final Charset wanted;
  private final LongConsumer progress;
  private final FileRange range;

  private Compression compression = Compression.NONE;
  private Charset encoding;

  /**
   * A file in UTF-8, or in UTF-16 if a byte order mark says so.
   *
   * @param path an existing file
   * @param progress told how many more bytes have been read, as stored, so compressed if the file
   *     is
   */
  public LogFile(Path path, LongConsumer progress) {
    this(path, null, progress);
  }

  /**
   * A file in an encoding of the user's choice.
   *
   * @param wanted the encoding, or null to tell it from the file
   */
  public LogFile(Path path, Charset wanted, LongConsumer progress) {
    this(path, wanted, null, progress);
  }

  /** A part of a file in an encoding of the user's choice. */
  LogFile(FileRange range, Charset wanted) {
    this(range.file(), wanted, range, bytes -> {});
  }

  private LogFile(Path path, Charset wanted, FileRange range, LongConsumer progress) {
    this.path = path;
    this.range = range;
    this.wanted = wanted;
    this.encoding = wanted == null ? StandardCharsets.UTF_8 : wanted;
    this.progress = progress;
  }

  /** The file as the user named it, fit to be shown. */
  public String name() {
    return Shown.text(path.toString());
  }

  /** How the file is packed; known once it has been opened. */
  public Compression compression() {
    return compression;
  }

  /** How its text is encoded; known once it has been opened. */
  public Charset encoding() {
    return encoding;
  }

  /**
   * Opens the text, without a byte order mark.
   *
   * @throws DataException if it is no file, or one known to be no text, or if its byte order mark
   *     is not that of the encoding wanted
   */
  public BufferedReader open() throws IOException {
    PackedFile file = range == null ? PackedFile.open(path, progress) : range.open();
    try {
      compression = file.compression();
      Charset marked = TextEncoding.ofMark(file.head());
      if (wanted == null) {
        encoding = marked == null ? StandardCharsets.UTF_8 : marked;
      } else if (marked != null && !marked.equals(wanted) && !wanted.name().startsWith("UTF-16")) {
        throw new DataException(
            "%s: begins with the byte order mark of %s, but --encoding %s"
                .formatted(name(), marked.name(), wanted.name()));
      }
      BufferedReader text =
          new BufferedReader(new InputStreamReader(file.bytes(), encoding.newDecoder()), BUFFER);
      skipByteOrderMark(text);
      return text;
    } catch (IOException | RuntimeException e) {
      file.bytes().close();
      throw e;
    }
  }

  /** What went wrong while reading, as one line for the user. */
  public DataException failure(long line, IOException cause) {
    if (cause instanceof DamagedFileException || cause instanceof EOFException) {
      return new DataException(name(), line, InputFiles.reason(cause));
    }
    if (cause instanceof CharacterCodingException) {
      return malformed();
    }
    if (cause instanceof FileSystemException) {
      return new DataException(name() + ": " + InputFiles.reason(cause));
    }
    return new DataException(name(), line, "cannot be read: " + cause.getMessage());
  }

  /** Text is decoded by the buffer, ahead of the rows: the line is looked for by itself. */
  private DataException malformed() {
    try (PackedFile file = PackedFile.open(path, count -> {})) {
      TextEncoding.Malformed found = TextEncoding.firstMalformed(file.bytes(), encoding);
      return new DataException(name(), found.line(), found.words(encoding));
    } catch (IOException e) {
      return new DataException(name() + ": " + InputFiles.reason(e));
    }
  }

  private static void skipByteOrderMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
  }
}
