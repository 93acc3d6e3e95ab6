package io.sbr.parquet;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.HydratorSupplier;
import blue.strategic.parquet.ParquetReader;
import io.sbr.data.file.DamagedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.parquet.schema.Type;

/** The rows of a Parquet file as lines of CSV, made as they are read. */
final class CsvStream extends InputStream {
  /** Characters that are made at once. */
  private static final int PIECE = 1 << 15;

  private final ParquetReader<String[], String[]> rows;
  private final long count;
  private final long size;
  private final LongConsumer progress;
  private final StringBuilder text = new StringBuilder();

  private byte[] piece = {};
  private int at;
  private long done;
  private long told;
  private boolean ended;

  /**
   * Opens the file.
   *
   * @param columns those that are read
   * @param count how many rows there are
   * @param progress told a part of the file's size for each part of the rows
   */
  CsvStream(Path file, List<Type> columns, long count, LongConsumer progress) throws IOException {
    this.count = count;
    this.progress = progress;
    size = Files.size(file);
    List<String> names = columns.stream().map(Type::getName).toList();
    Map<String, Integer> places = new HashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    List<Function<Object, String>> cells = columns.stream().map(Cell::of).toList();
    try {
      rows =
          ParquetReader.spliterator(
              file.toFile(), HydratorSupplier.constantly(new Row(places, cells)), names);
    } catch (RuntimeException e) {
      throw new DamagedFileException("Parquet", e);
    }
    line(names.toArray(String[]::new));
  }

  /** Puts the values of a row where the columns stand. */
  private record Row(Map<String, Integer> places, List<Function<Object, String>> cells)
      implements Hydrator<String[], String[]> {
    @Override
    public String[] start() {
      return new String[cells.size()];
    }

    @Override
    public String[] add(String[] row, String column, Object value) {
      int place = places.get(column);
      row[place] = value == null ? null : cells.get(place).apply(value);
      return row;
    }

    @Override
    public String[] finish(String[] row) {
      return row;
    }
  }

  private void line(String[] cells) {
    for (int i = 0; i < cells.length; i++) {
      text.append(i == 0 ? "" : ",").append(cells[i] == null ? "" : quoted(cells[i]));
    }
    text.append('\n');
  }

  private static String quoted(String cell) {
    boolean plain =
        !cell.isEmpty()
            && cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain && cell.equals(cell.strip()) ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** Makes the next piece; false if there is none. */
  private boolean fill() throws IOException {
    try {
      while (!ended && text.length() < PIECE) {
        ended = !rows.tryAdvance(this::line);
        done += ended ? 0 : 1;
      }
    } catch (RuntimeException e) {
      throw new DamagedFileException("Parquet", e);
    }
    tell();
    piece = text.toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    at = 0;
    return piece.length > 0;
  }

  private void tell() {
    long until = ended || count == 0 ? size : (long) ((double) done / count * size);
    if (until > told) {
      progress.accept(until - told);
      told = until;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (at == piece.length && !fill()) {
      return -1;
    }
    int n = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, bytes, offset, n);
    at += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    piece = Arrays.copyOf(piece, 0);
    at = 0;
    ended = true;
    text.setLength(0);
    rows.close();
  }
}
