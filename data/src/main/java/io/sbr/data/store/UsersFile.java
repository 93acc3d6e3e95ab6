package io.sbr.data.store;

import io.sbr.data.DataException;
import io.sbr.data.UserIds;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** {@code users.csv.gz}: the number of each user in the sessions' columns and its original id. */
final class UsersFile {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setDelimiter(DatasetFiles.ITEMS_DELIMITER)
          .setRecordSeparator("\n")
          .setHeader(DatasetFiles.USERS_HEADER)
          .get();

  private UsersFile() {}

  static void write(UserIds users, Writer out) throws IOException {
    CSVPrinter printer = new CSVPrinter(out, FORMAT);
    for (int number : users.numbers()) {
      printer.printRecord(number, users.id(number));
    }
    printer.flush();
  }

  /**
   * Reads the file.
   *
   * @throws DataException naming the file and line if it is not what it should be
   */
  static UserIds read(Path file) {
    CSVFormat format = FORMAT.builder().setSkipHeaderRecord(true).get();
    SortedMap<Integer, String> ids = new TreeMap<>();
    try (Reader text = InputFiles.text(InputFiles.open(file));
        CSVParser parser = format.parse(text)) {
      for (CSVRecord row : parser) {
        boolean sound = row.size() == 2 && row.get(0).matches("0|[1-9][0-9]{0,8}");
        if (!sound || ids.put(Integer.parseInt(row.get(0)), row.get(1)) != null) {
          throw new DataException(
              file.toString(), parser.getCurrentLineNumber(), "expected a new number;USER-ID");
        }
      }
      return UserIds.of(ids);
    } catch (UncheckedIOException e) {
      throw InputFiles.unreadable(file, e.getCause());
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }
}
