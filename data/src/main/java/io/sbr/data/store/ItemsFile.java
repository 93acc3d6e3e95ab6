package io.sbr.data.store;

import io.sbr.data.DataException;
import io.sbr.data.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * A vocabulary on disk, of a prepared data set or of a run: CSV, UTF-8, each number with its
 * original id.
 */
public final class ItemsFile {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setDelimiter(DatasetFiles.ITEMS_DELIMITER)
          .setRecordSeparator("\n")
          .setHeader(DatasetFiles.ITEMS_HEADER)
          .get();

  private ItemsFile() {}

  static void write(Vocabulary items, Writer out) throws IOException {
    CSVPrinter printer = new CSVPrinter(out, FORMAT);
    for (int number = 1; number <= items.size(); number++) {
      printer.printRecord(number, items.id(number));
    }
    printer.flush();
  }

  /** The file's content, compressed. */
  public static byte[] gzipped(Vocabulary items) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text =
        new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
      write(items, text);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the file, compressed or not.
   *
   * @throws DataException naming the file and line if it is not what it should be
   */
  public static Vocabulary read(Path file) {
    try (Reader text = InputFiles.text(InputFiles.open(file))) {
      StringWriter content = new StringWriter();
      text.transferTo(content);
      Optional<Vocabulary> plain = PlainItems.read(content.toString());
      return plain.isPresent() ? plain.get() : csv(file, content.toString());
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  /** Any content: quotes, and what is wrong. */
  private static Vocabulary csv(Path file, String content) throws IOException {
    CSVFormat format = FORMAT.builder().setSkipHeaderRecord(true).get();
    List<String> ids = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try (CSVParser parser = CSVParser.parse(content, format)) {
      for (CSVRecord row : parser) {
        long line = parser.getCurrentLineNumber();
        if (row.size() != 2 || !row.get(0).equals(Integer.toString(ids.size() + 1))) {
          String expected = (ids.size() + 1) + ";ITEM-ID";
          throw new DataException(file.toString(), line, "expected " + expected);
        }
        if (!seen.add(row.get(1))) {
          throw new DataException(file.toString(), line, "item id " + row.get(1) + " occurs twice");
        }
        ids.add(row.get(1));
      }
    } catch (UncheckedIOException e) {
      throw InputFiles.unreadable(file, e.getCause());
    }
    return new Vocabulary(ids);
  }
}
