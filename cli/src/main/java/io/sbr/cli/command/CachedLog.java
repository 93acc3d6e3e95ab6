package io.sbr.cli.command;

import io.sbr.cli.launch.CacheFolder;
import io.sbr.cli.launch.Terminal;
import io.sbr.cli.options.DataOption;
import io.sbr.cli.options.Program;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.cli.report.ReadingProgress;
import io.sbr.data.ShellCommand;
import io.sbr.data.Shown;
import io.sbr.data.prepare.Formats;
import io.sbr.data.prepare.Prepare;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.prepare.Prepared;
import io.sbr.data.read.look.Choices;
import io.sbr.data.read.look.LogLook;
import io.sbr.data.read.look.Look;
import io.sbr.data.store.DatasetInfo;
import io.sbr.data.store.DatasetWriter;
import io.sbr.data.store.Hashes;
import io.sbr.data.store.InputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A click log where a data set is wanted: it is prepared as {@code sbr prepare} would without
 * further options, in a folder of the user's cache that its bytes and the program's version name.
 * The next time the folder is found there.
 */
final class CachedLog {
  private static final int DIGITS = 16;

  private CachedLog() {}

  /**
   * The folder of the data set.
   *
   * @param log an ordinary file
   * @param console is told what the log is taken for, and where the data set is
   * @throws UsageException if the user has no cache
   * @throws io.sbr.data.DataException if the log cannot be prepared, or nothing can be written
   */
  static Path folder(Path log, Console console) {
    Path caches = caches(log);
    Path folder = caches.resolve("data").resolve(name(log));
    String shown = Shown.text(log.toString());
    if (Files.exists(folder.resolve(DatasetInfo.FILE))) {
      console.note(shown + " was prepared before: " + folder);
      return folder;
    }
    make(caches, log);
    Look look = Formats.look(LogLook.AUTO, List.of(log), Choices.NONE);
    PrepareRequest request =
        PrepareRequest.of(look, Choices.NONE, List.of(log), DataOption.name(log.toString()));
    console.note(shown + " is a log; it is prepared first");
    console.notes(PrepareCommand.lookText(look, request));
    Prepared prepared;
    try (ReadingProgress reading = new ReadingProgress(console, Terminal.isErrorTerminal())) {
      prepared = Prepare.run(request, look, reading::at);
    }
    DatasetWriter.write(prepared.dataset(), PrepareCommand.origin(request, prepared), folder);
    prepared.notes().forEach(note -> console.note("* " + note));
    console.note("data set: " + folder + "; to choose otherwise, " + instead(log));
    return folder;
  }

  private static Path caches(Path log) {
    return CacheFolder.place()
        .orElseThrow(
            () ->
                new UsageException(
                    log
                        + " is a log, and there is no home to keep a data set in; "
                        + instead(log)));
  }

  private static void make(Path caches, Path log) {
    try {
      CacheFolder.make(caches);
      Files.createDirectories(caches.resolve("data"));
    } catch (IOException e) {
      throw new UsageException(
          "no data set can be kept in %s (%s); %s"
              .formatted(caches, InputFiles.reason(e), instead(log)));
    }
  }

  /** For people, and what tells it from every other. */
  private static String name(Path log) {
    String content = Hashes.ofFile(log) + " " + Program.version();
    String key = Hashes.ofBytes(content.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    return DataOption.name(log.toString()) + "-" + key;
  }

  private static String instead(Path log) {
    String data = "data/" + DataOption.name(log.toString());
    return "prepare it yourself: "
        + ShellCommand.of("sbr", "prepare", "--in", log.toString(), "--out", data);
  }
}
