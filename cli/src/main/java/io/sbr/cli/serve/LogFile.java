package io.sbr.cli.serve;

import io.sbr.cli.report.Console;
import io.sbr.server.api.AccessLog;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the access log goes: a file that is added to, standard output, or nowhere. */
final class LogFile implements AutoCloseable {
  /** The name that stands for standard output. */
  static final String STANDARD_OUTPUT = "-";

  private final Writer file;
  private final AccessLog log;

  private LogFile(Writer file, AccessLog log) {
    this.file = file;
    this.log = log;
  }

  /**
   * Opens it.
   *
   * @param name of a file; {@code -} for standard output; null for none
   */
  static LogFile open(String name, Console console) throws IOException {
    if (name == null) {
      return new LogFile(null, AccessLog.OFF);
    }
    if (name.equals(STANDARD_OUTPUT)) {
      return new LogFile(null, new AccessLog(console::print));
    }
    Writer file =
        Files.newBufferedWriter(
            Path.of(name),
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
    return new LogFile(
        file,
        new AccessLog(
            lines -> {
              file.write(lines);
              file.flush();
            }));
  }

  AccessLog log() {
    return log;
  }

  @Override
  public void close() throws IOException {
    log.close();
    if (file != null) {
      file.close();
    }
  }
}
