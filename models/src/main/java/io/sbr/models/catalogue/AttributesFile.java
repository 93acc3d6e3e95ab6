package io.sbr.models.catalogue;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.Column;
import io.sbr.data.read.ColumnNames;
import io.sbr.data.read.Header;
import io.sbr.data.store.InputFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Attributes of items in a file: CSV with a header, UTF-8, between commas, semicolons or tabs,
 * packed as logs may be. One column is the item's id, by the names that logs give it or {@code id};
 * all others are attributes.
 */
public final class AttributesFile {
  private static final char[] DELIMITERS = {',', ';', '\t'};
  private static final int LONGEST_HEADER = 1 << 16;

  private final String name;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String[]> rows = new HashMap<>();
  private long left;
  private String first = "";

  private AttributesFile(String name) {
    this.name = name;
  }

  /**
   * What a file holds.
   *
   * @param attributes of the rows that are sound
   * @param left rows that are not, and were left out
   * @param note says how many those are and what is wrong with the first, in a line; empty if there
   *     are none
   */
  public record Content(ItemAttributes attributes, long left, Optional<String> note) {}

  /**
   * Reads a file. A row is left out, and counted, if it has another number of cells than the
   * header, no id, or an id that a row before it has.
   *
   * @throws DataException in one line that names the file, if it cannot be read, has no header that
   *     says which column is the id, or its quotes do not pair
   */
  public static Content read(Path file) {
    try (BufferedReader text = new BufferedReader(InputFiles.text(InputFiles.open(file)))) {
      return new AttributesFile(file.toString()).content(text);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private Content content(BufferedReader text) throws IOException {
    skipMark(text);
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(delimiter(text))
            .setIgnoreSurroundingSpaces(true)
            .get();
    long line = 1;
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<String> header = null;
      int id = -1;
      for (CSVRecord record : parser) {
        if (header == null) {
          header = names(record);
          id = idColumn(header);
        } else {
          add(line, header.size(), id, record);
        }
        line = parser.getCurrentLineNumber() + 1;
      }
      if (header == null) {
        throw new DataException(name + ": the file is empty; a header was expected");
      }
      List<String> columns = new ArrayList<>(header);
      columns.remove(id);
      return new Content(new ItemAttributes(columns, rows), left, note());
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CSVException) {
        throw new DataException(name, line, "the quotes do not pair, or stand inside a cell");
      }
      throw e.getCause();
    }
  }

  private static void skipMark(Reader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
  }

  /** Of those that may be, the one that the first line has most of. */
  private static char delimiter(Reader text) throws IOException {
    text.mark(LONGEST_HEADER);
    int[] counts = new int[DELIMITERS.length];
    int c = text.read();
    for (int i = 1; i < LONGEST_HEADER && c >= 0 && c != '\n'; i++) {
      for (int d = 0; d < counts.length; d++) {
        counts[d] += c == DELIMITERS[d] ? 1 : 0;
      }
      c = text.read();
    }
    text.reset();
    int most = 0;
    for (int d = 1; d < counts.length; d++) {
      most = counts[d] > counts[most] ? d : most;
    }
    return DELIMITERS[most];
  }

  private List<String> names(CSVRecord record) {
    List<String> names = record.stream().map(String::strip).toList();
    Set<String> seen = new HashSet<>();
    for (String column : names) {
      if (column.isEmpty()) {
        throw new DataException(name, 1, "a column of the header has no name");
      }
      if (!seen.add(column)) {
        throw new DataException(name, 1, "two columns are called " + Shown.quoted(column));
      }
    }
    return names;
  }

  /** Names that say nothing but the role go before {@code id}, and that before a trade's words. */
  private int idColumn(List<String> header) {
    List<String> normal = header.stream().map(ColumnNames::normal).toList();
    List<String> wanted = new ArrayList<>(ColumnNames.first(Column.ITEM));
    wanted.add("id");
    for (String one : wanted) {
      int at = normal.indexOf(ColumnNames.normal(one));
      if (at >= 0) {
        return at;
      }
    }
    List<String> trade = ColumnNames.second(Column.ITEM).stream().map(ColumnNames::normal).toList();
    List<String> found = normal.stream().filter(trade::contains).toList();
    if (found.size() != 1) {
      throw new DataException(
          name,
          1,
          "the header has %s that is the item's id (item_id, say); it has %s"
              .formatted(
                  found.isEmpty() ? "no column" : "no one column",
                  Header.shown(header.toArray(String[]::new))));
    }
    return normal.indexOf(found.get(0));
  }

  private void add(long line, int width, int id, CSVRecord record) {
    if (record.size() != width) {
      String cells = record.size() == 1 ? "1 cell" : record.size() + " cells";
      leave(line, "%s, but %d columns".formatted(cells, width));
      return;
    }
    String item = record.get(id).strip();
    if (item.isEmpty()) {
      leave(line, "no id");
      return;
    }
    if (rows.containsKey(item)) {
      leave(line, "item " + Shown.quoted(item) + " has a row already");
      return;
    }
    String[] cells = new String[width - 1];
    for (int c = 0; c < width; c++) {
      if (c != id) {
        // Values of a column are mostly few: each is kept once.
        cells[c < id ? c : c - 1] = texts.computeIfAbsent(record.get(c).strip(), same -> same);
      }
    }
    rows.put(item, cells);
  }

  private void leave(long line, String why) {
    if (left++ == 0) {
      first = "line " + line + ": " + why;
    }
  }

  private Optional<String> note() {
    return left == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s: %,d of %,d rows were left out, the first at %s",
                name,
                left,
                left + rows.size(),
                first));
  }
}
