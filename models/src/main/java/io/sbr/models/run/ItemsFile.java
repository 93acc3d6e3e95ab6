package io.sbr.models.run;

import io.sbr.data.Vocabulary;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** {@code items.csv.gz}: the number and the original id of every item of a run. */
final class ItemsFile {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader("item", "id")
          .setSkipHeaderRecord(true)
          .setRecordSeparator('\n')
          .get();

  private ItemsFile() {}

  /** The file's content. */
  static byte[] bytes(Vocabulary items) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CSVFormat withHeader = FORMAT.builder().setSkipHeaderRecord(false).get();
    try (BufferedWriter text =
            new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8));
        CSVPrinter printer = new CSVPrinter(text, withHeader)) {
      for (int item = 1; item <= items.size(); item++) {
        printer.printRecord(item, items.id(item));
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException naming the file if it is not what it should be
   */
  static Vocabulary read(Path file) {
    List<String> ids = new ArrayList<>();
    try (BufferedReader text =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
        CSVParser rows = FORMAT.parse(text)) {
      for (CSVRecord row : rows) {
        ids.add(row.get("id"));
        if (!row.get("item").equals(Integer.toString(ids.size()))) {
          throw new IllegalArgumentException(
              file + " is malformed: item " + row.get("item") + " in place of " + ids.size());
        }
      }
      return new Vocabulary(ids);
    } catch (IOException | IllegalStateException | java.io.UncheckedIOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
