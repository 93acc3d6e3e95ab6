package io.sbr.data.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.LongConsumer;

/**
 * A kind of file that holds a table, but not as text, and is read as if it were CSV. Found at run
 * time: what such files take to be read is a jar of its own, which most programs do without.
 */
public interface TableFile {
  /** For people, such as {@code Parquet}. */
  String kind();

  /** What such a file begins with, in ASCII; more of it must be binary. */
  String magic();

  /**
   * The table as CSV in UTF-8: a line of names, then a line a row; nothing where a cell has no
   * value.
   *
   * @param progress told how many more bytes have been read, as stored
   * @throws DamagedFileException there or while reading, if the file is damaged or cut off
   * @throws IOException if it cannot be opened, or holds what no CSV does
   */
  InputStream csv(Path file, LongConsumer progress) throws IOException;

  /** The kind of a file that begins with these bytes, if it is one of those there are. */
  static Optional<TableFile> of(byte[] head) {
    return Magic.isBinary(head)
        ? ServiceLoader.load(TableFile.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(table -> Magic.begins(head, table.magic()))
            .findFirst()
        : Optional.empty();
  }
}
