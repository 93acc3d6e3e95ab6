package io.sbr.data.read;

import io.sbr.data.file.Compression;
import io.sbr.data.file.FileRange;
import io.sbr.data.file.TableFile;
import io.sbr.data.store.InputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts the files of a log into pieces that are read side by side. A file is cut where a line ends,
 * if every end of a line is one of a row: not if it is packed or no text, nor where line breaks may
 * stand in cells.
 */
public final class LogPieces {
  private static final int HEAD = 512;

  private final Charset encoding;
  private final Dialect dialect;
  private final ClickReader reader;

  /**
   * A cutter of files of one log.
   *
   * @param encoding of the user's choice, or null
   * @param dialect of rows of cells; null for rows that are JSON
   * @param reader of the files
   */
  public LogPieces(Charset encoding, Dialect dialect, ClickReader reader) {
    this.encoding = encoding;
    this.dialect = dialect;
    this.reader = reader;
  }

  /**
   * The pieces of a file, in its order.
   *
   * @param bytes about how long a piece may be
   * @throws io.sbr.data.DataException if the file cannot be read, or its first rows not be parsed
   */
  public List<LogPiece> of(Path file, long bytes) {
    try {
      long size = Files.size(file);
      if (size <= bytes || !canBeCut(file)) {
        return List.of(LogPiece.whole(file, encoding));
      }
      return cut(file, size, bytes);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private boolean canBeCut(Path file) throws IOException {
    if (dialect != null && dialect.multiline() && dialect.quoting() == Dialect.Quoting.DOUBLE) {
      return false;
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    if (Compression.of(head) != Compression.NONE || TableFile.of(head).isPresent()) {
      return false;
    }
    LogFile text = new LogFile(file, encoding, count -> {});
    text.open().close();
    Charset found = text.encoding();
    // a line break is one byte that stands in no other character
    return found.equals(StandardCharsets.UTF_8)
        || found.canEncode() && found.newEncoder().maxBytesPerChar() == 1;
  }

  private List<LogPiece> cut(Path file, long size, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long clicks = 0;
      long head = 0;
      for (long least = Math.min(bytes, 1 << 16); clicks == 0 && head < size; least *= 2) {
        head = lineAfter(channel, least, size);
        clicks = head < Integer.MAX_VALUE ? firstClicks(file, (int) head) : 0;
      }
      if (head >= size || clicks == 0) {
        return List.of(LogPiece.whole(file, encoding));
      }
      List<LogPiece> pieces = new ArrayList<>();
      pieces.add(LogPiece.range(file, encoding, (int) head, 0, head, head));
      for (long from = head; from < size; ) {
        long to = lineAfter(channel, Math.min(size, from + bytes), size);
        pieces.add(LogPiece.range(file, encoding, (int) head, clicks, from, to));
        from = to;
      }
      return pieces;
    }
  }

  /** Number of the clicks in the first bytes, or 0 if these do not tell how times are written. */
  private long firstClicks(Path file, int head) {
    FirstClicks first = new FirstClicks();
    reader.read(new LogFile(new FileRange(file, head, head, head), encoding), first);
    return first.tell ? first.count : 0;
  }

  private static final class FirstClicks implements ClickSink {
    private long count;
    private boolean tell;
    private boolean hasTimes;

    @Override
    public void begin(String file, Set<Column> columns) {
      hasTimes = columns.contains(Column.TIME);
    }

    @Override
    public void accept(Click click) {
      count++;
      tell |= !hasTimes || click.time() != Click.NONE;
    }
  }

  /** The beginning of the first line at or after a place, or the end of the file. */
  private static long lineAfter(FileChannel channel, long place, long size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 12);
    long at = Math.max(0, place - 1);
    while (at < size) {
      buffer.clear();
      int read = channel.read(buffer, at);
      for (int i = 0; i < read; i++) {
        if (buffer.get(i) == '\n') {
          return at + i + 1;
        }
      }
      at += Math.max(1, read);
    }
    return size;
  }
}
