package io.sbr.data.store;

import io.sbr.data.DataException;
import io.sbr.data.TransitionCounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * Transition counts on disk, for a run whose model goes on using them when it serves: compressed
 * CSV, one line for each pair of item numbers that occurs. Gzip's checksum guards the numbers.
 */
public final class TransitionsFile {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setDelimiter(DatasetFiles.ITEMS_DELIMITER)
          .setRecordSeparator("\n")
          .setHeader("source", "target", "count")
          .get();

  private TransitionsFile() {}

  /** The file's content, compressed. */
  public static byte[] gzipped(TransitionCounts transitions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8);
        CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      for (int source = 1; source <= transitions.items(); source++) {
        int end = transitions.offsets()[source + 1];
        for (int e = transitions.offsets()[source]; e < end; e++) {
          printer.printRecord(source, transitions.targets()[e], transitions.counts()[e]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the file.
   *
   * @param items N
   * @throws DataException naming the file, and the line where there is one, if it is not what it
   *     should be
   */
  public static TransitionCounts read(Path file, int items) {
    CSVFormat format = FORMAT.builder().setSkipHeaderRecord(true).get();
    int[] offsets = new int[items + 2];
    int[] targets = new int[16];
    int[] counts = new int[16];
    int pairs = 0;
    int source = 0;
    try (Reader text = new InputStreamReader(InputFiles.open(file), StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(text, format)) {
      for (CSVRecord row : parser) {
        int next = number(file, parser, row, 0);
        if (row.size() != 3 || next < source || next > items) {
          throw malformed(file, parser);
        }
        for (; source < next; source++) {
          offsets[source + 1] = pairs;
        }
        if (pairs == targets.length) {
          targets = Arrays.copyOf(targets, 2 * pairs);
          counts = Arrays.copyOf(counts, 2 * pairs);
        }
        targets[pairs] = number(file, parser, row, 1);
        counts[pairs++] = number(file, parser, row, 2);
      }
    } catch (UncheckedIOException e) {
      throw InputFiles.unreadable(file, e.getCause());
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
    Arrays.fill(offsets, source + 1, items + 2, pairs);
    try {
      return new TransitionCounts(
          offsets, Arrays.copyOf(targets, pairs), Arrays.copyOf(counts, pairs));
    } catch (IllegalArgumentException e) {
      throw new DataException(file + ": " + e.getMessage());
    }
  }

  private static int number(Path file, CSVParser parser, CSVRecord row, int column) {
    try {
      return Integer.parseInt(row.get(column));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw malformed(file, parser);
    }
  }

  private static DataException malformed(Path file, CSVParser parser) {
    return new DataException(
        file.toString(), parser.getCurrentLineNumber(), "expected SOURCE;TARGET;COUNT");
  }
}
