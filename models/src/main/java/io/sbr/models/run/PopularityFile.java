package io.sbr.models.run;

import io.sbr.data.DataException;
import io.sbr.data.store.InputFiles;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** How often each item was clicked in the training sessions: gzip, a count a line, item 1 first. */
public final class PopularityFile {
  private PopularityFile() {}

  /**
   * The file's content, compressed.
   *
   * @param clicks {@code [N + 1]} by item number; the first is of no item
   */
  public static byte[] gzipped(int[] clicks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text =
        new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.US_ASCII)) {
      for (int item = 1; item < clicks.length; item++) {
        text.write(clicks[item] + "\n");
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
   * @return {@code [N + 1]} by item number
   * @throws DataException naming the file, and the line where there is one, if it is not what it
   *     should be
   */
  public static int[] read(Path file, int items) {
    int[] clicks = new int[items + 1];
    int item = 0;
    try (BufferedReader text =
        new BufferedReader(
            new InputStreamReader(InputFiles.open(file), StandardCharsets.US_ASCII))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        if (++item > items) {
          throw new DataException(file.toString(), item, "more counts than items: " + items);
        }
        clicks[item] = Integer.parseInt(line);
        if (clicks[item] < 0) {
          throw new DataException(file.toString(), item, "a count below 0: " + line);
        }
      }
    } catch (NumberFormatException e) {
      throw new DataException(file.toString(), item, "not a count");
    } catch (UncheckedIOException e) {
      throw InputFiles.unreadable(file, e.getCause());
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
    if (item < items) {
      throw new DataException(file + ": only " + item + " counts for " + items + " items");
    }
    return clicks;
  }
}
