package io.sbr.data.file;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * An opened file, unpacked.
 *
 * @param bytes what was packed
 * @param head the first bytes of these, as many as there are up to 512
 * @param compression how they are stored
 */
public record PackedFile(InputStream bytes, byte[] head, Compression compression)
    implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /**
   * Opens a file.
   *
   * @param progress told how many more bytes have been read, as stored
   * @throws DataException if it is a folder, an archive of several files, or of a kind that is
   *     known to be no text
   * @throws IOException if it cannot be opened
   */
  public static PackedFile open(Path file, LongConsumer progress) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataException(file + ": a file was expected, this is a folder");
    }
    Counted counted = new Counted(Files.newInputStream(file), progress);
    InputStream open = counted;
    try {
      BufferedInputStream stored = new BufferedInputStream(open, BUFFER);
      byte[] head = peek(stored);
      Compression compression = Compression.of(head);
      Optional<TableFile> table = TableFile.of(head);
      if (table.isPresent()) {
        open.close();
        BufferedInputStream rows =
            new BufferedInputStream(table.get().csv(file, counted.again()), BUFFER);
        open = rows;
        return new PackedFile(rows, peek(rows), compression);
      }
      refuse(file, compression == Compression.ZIP ? ZipContents.fault(file) : kind(head));
      if (compression == Compression.NONE) {
        return new PackedFile(stored, head, compression);
      }
      open = compression.unpacked(stored);
      BufferedInputStream bytes = new BufferedInputStream(open, BUFFER);
      byte[] inner = peek(bytes);
      refuse(file, kind(inner));
      return new PackedFile(bytes, inner, compression);
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  private static byte[] peek(BufferedInputStream in) throws IOException {
    in.mark(ForeignFile.HEAD);
    byte[] head = in.readNBytes(ForeignFile.HEAD);
    in.reset();
    return head;
  }

  private static String kind(byte[] head) {
    return ForeignFile.kind(head);
  }

  private static void refuse(Path file, String kind) {
    if (kind != null) {
      String name = Shown.text(file.toString());
      throw new DataException(name + (kind.startsWith("the ") ? ": " : " is ") + kind);
    }
  }

  /** Counts reads of whole buffers, the only ones that are made here. */
  private static final class Counted extends FilterInputStream {
    private final LongConsumer progress;
    private long told;

    Counted(InputStream in, LongConsumer progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      if (count > 0) {
        progress.accept(count);
        told += count;
      }
      return count;
    }

    /** For whoever reads the same file from its beginning: what was told is not told again. */
    LongConsumer again() {
      return count -> {
        long known = Math.min(told, count);
        told -= known;
        if (count > known) {
          progress.accept(count - known);
        }
      };
    }
  }
}
