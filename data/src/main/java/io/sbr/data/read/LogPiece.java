package io.sbr.data.read;

import io.sbr.data.file.FileRange;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A piece of a log's file, read by itself: a whole file, or a range of its rows. A range is read
 * after the file's first rows, which say what its columns are and how times are written; these rows
 * are not handed on.
 *
 * @param file as the user named it
 * @param encoding name of the encoding the user chose; null to tell it from the file
 * @param head bytes of the first rows; 0 for a whole file
 * @param clicks in the first rows
 * @param from where the range begins
 * @param to where it ends, 0 for a whole file
 */
public record LogPiece(String file, String encoding, int head, long clicks, long from, long to)
    implements Serializable {

  /** All of a file. */
  static LogPiece whole(Path file, Charset encoding) {
    return new LogPiece(file.toString(), name(encoding), 0, 0, 0, 0);
  }

  /** A range of a file. */
  static LogPiece range(Path file, Charset encoding, int head, long clicks, long from, long to) {
    return new LogPiece(file.toString(), name(encoding), head, clicks, from, to);
  }

  private static String name(Charset encoding) {
    return encoding == null ? null : encoding.name();
  }

  /**
   * Hands every row of the piece to the sink, in file order.
   *
   * @throws io.sbr.data.DataException as {@link ClickReader#read}; lines are counted from the
   *     beginning of the piece
   */
  public void read(ClickReader reader, ClickSink sink) {
    Charset wanted = encoding == null ? null : Charset.forName(encoding);
    Path path = Path.of(file);
    if (to == 0) {
      reader.read(new LogFile(path, wanted, bytes -> {}), sink);
    } else {
      reader.read(
          new LogFile(new FileRange(path, head, from, to), wanted), new Later(clicks, sink));
    }
  }

  /** Hands on what comes after the first clicks. */
  private static final class Later implements ClickSink {
    private final ClickSink sink;
    private long first;

    Later(long first, ClickSink sink) {
      this.first = first;
      this.sink = sink;
    }

    @Override
    public void header(List<String> names) {
      sink.header(names);
    }

    @Override
    public void begin(String file, Set<Column> columns) {
      sink.begin(file, columns);
    }

    @Override
    public void accept(Click click) {
      if (first > 0) {
        first--;
      } else {
        sink.accept(click);
      }
    }
  }
}
