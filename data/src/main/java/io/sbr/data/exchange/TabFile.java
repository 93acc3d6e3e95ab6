package io.sbr.data.exchange;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a table as pandas reads it: UTF-8, a header, tabs, no quotes. */
final class TabFile implements AutoCloseable {
  private final Path file;
  private final BufferedWriter out;

  TabFile(Path file, String... header) throws IOException {
    this.file = file;
    out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    row(header);
  }

  /**
   * A row.
   *
   * @throws DataException naming a cell that the form has no room for
   */
  void row(String... cells) throws IOException {
    for (int i = 0; i < cells.length; i++) {
      if (cells[i].chars().anyMatch(c -> c == '\t' || c == '\n' || c == '\r' || c == '"')) {
        throw new DataException(
            "%s: %s has a tab, a line break or a quote, which the form has no room for"
                .formatted(file.getFileName(), Shown.quoted(cells[i])));
      }
      out.write(cells[i]);
      out.write(i + 1 < cells.length ? '\t' : '\n');
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
