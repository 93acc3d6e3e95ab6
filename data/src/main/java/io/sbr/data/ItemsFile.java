package io.sbr.data;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** The vocabulary of a prepared data set on disk: CSV, UTF-8, each number with its original id. */
final class ItemsFile {
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

  static Vocabulary read(Path file) {
    CSVFormat format = FORMAT.builder().setSkipHeaderRecord(true).get();
    List<String> ids = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try (Reader text =
            new InputStreamReader(InputFiles.open(file), StandardCharsets.UTF_8.newDecoder());
        CSVParser parser = CSVParser.parse(text, format)) {
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
    } catch (MalformedInputException e) {
      throw new DataException(file + ": not UTF-8 text");
    } catch (UncheckedIOException e) {
      throw InputFiles.unreadable(file, e.getCause());
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
    return new Vocabulary(ids);
  }
}
