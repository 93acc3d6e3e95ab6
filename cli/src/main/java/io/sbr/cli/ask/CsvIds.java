package io.sbr.cli.ask;

import io.sbr.cli.options.UsageException;
import io.sbr.data.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Ids as a row of CSV. An id is what stands between two commas, blanks in it included and those
 * around it not; one that holds a comma or a quote stands in quotes. Nothing between two commas is
 * no id.
 */
public final class CsvIds {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setIgnoreSurroundingSpaces(true)
          .setIgnoreEmptyLines(false)
          .setRecordSeparator("")
          .get();

  private CsvIds() {}

  /**
   * The ids of a row.
   *
   * @throws UsageException if it is no row of CSV
   */
  public static List<String> parse(String row) {
    if (row.isBlank()) {
      return List.of();
    }
    try (CSVParser parser = CSVParser.parse(row, FORMAT)) {
      List<CSVRecord> records = parser.getRecords();
      if (records.size() != 1) {
        throw new UsageException("a line break among ids: one session a line was expected");
      }
      return records.get(0).stream().filter(id -> !id.isEmpty()).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new UsageException(
          "the quotes do not pair, or stand inside an id: " + Shown.quoted(row));
    }
  }

  /** A row of ids; control characters are escaped, so that it stays one line on any terminal. */
  public static String format(Stream<String> ids) {
    Object[] shown = ids.map(Shown::text).toArray();
    return shown.length == 0 ? "" : FORMAT.format(shown);
  }
}
