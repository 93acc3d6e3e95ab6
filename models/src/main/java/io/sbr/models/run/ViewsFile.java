package io.sbr.models.run;

import io.sbr.data.DataException;
import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.data.UserIds;
import io.sbr.data.store.InputFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * What each user viewed, for a model that reads it ({@link UsageHistory}): gzip, CSV with the
 * header {@code user;time;item;seconds}. A user by the original id, views of one user together and
 * in order of time; milliseconds since 1970; item numbers as in {@code items.csv.gz}; seconds,
 * {@code Infinity} where the data have no durations.
 *
 * <p>For a model that asks which of them were in one session there is a fifth column, {@code
 * session}, a number from 0. Then the views of one session are together, and sessions in order of
 * their starts.
 */
public final class ViewsFile {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setDelimiter(';')
          .setRecordSeparator("\n")
          .setHeader("user", "time", "item", "seconds")
          .get();

  private static final CSVFormat BY_SESSION =
      FORMAT.builder().setHeader("user", "time", "item", "seconds", "session").get();

  private ViewsFile() {}

  /** The file's content, compressed. */
  public static byte[] gzipped(UsageHistory history) {
    return gzipped(history, history.byUser(), FORMAT);
  }

  /** The same with the column {@code session}. */
  public static byte[] gzippedBySession(UsageHistory history) {
    return gzipped(history, history.sessionsByUser(), BY_SESSION);
  }

  private static byte[] gzipped(UsageHistory history, Sessions views, CSVFormat format) {
    boolean bySession = format == BY_SESSION;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8);
        CSVPrinter printer = new CSVPrinter(text, format)) {
      for (int s = 0; s < views.count(); s++) {
        String user = history.users().id(views.users()[s]);
        for (int c = views.offset(s); c < views.offsets()[s + 1]; c++) {
          printer.print(user);
          printer.print(views.times()[c]);
          printer.print(views.items()[c]);
          printer.print(views.durations()[c]);
          if (bySession) {
            printer.print(s);
          }
          printer.println();
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
   * @param openDuration seconds that count for a view whose end is not known
   * @throws DataException naming the file, and the line where there is one, if it is not what it
   *     should be
   */
  public static UsageHistory read(Path file, int items, double openDuration) {
    CSVFormat format = FORMAT.builder().setSkipHeaderRecord(true).get();
    ReadViews views = new ReadViews(items);
    try (Reader text = InputFiles.text(InputFiles.open(file));
        CSVParser parser = format.parse(text)) {
      for (CSVRecord row : parser) {
        if (!views.add(row)) {
          throw new DataException(
              file.toString(),
              parser.getCurrentLineNumber(),
              "expected user;time;item;seconds, users and their times in order; or also the number of"
                  + " the session, and these in order");
        }
      }
    } catch (UncheckedIOException e) {
      throw InputFiles.unreadable(file, e.getCause());
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
    UserIds users = views.users();
    return new UsageHistory(openDuration, users, views.sessions());
  }
}
