package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.prepare.tally.SessionLengths;
import io.sbr.data.prepare.tally.Tally;
import io.sbr.data.read.Column;
import io.sbr.data.read.LogFile;
import io.sbr.data.read.look.LogLook;
import io.sbr.data.read.look.Look;
import io.sbr.data.store.InputFiles;
import io.sbr.data.store.RepeatedInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** From a click log to a data set: read, sessionise, filter, split, number. */
public final class Prepare {
  /** Reads all rows one after another, in this process. */
  public static final Reading ALONE = Prepare::inOrder;

  private final PrepareRequest request;
  private final Look look;

  private Prepare(PrepareRequest request, Look look) {
    this.request = request;
    this.look = look;
  }

  /** Reads a log and makes sessions of it. */
  @FunctionalInterface
  public interface Reading {
    /**
     * The sessions of a log.
     *
     * @throws DataException if a file cannot be read, a row cannot be parsed, or the log lacks what
     *     the settings need
     */
    LogSessions sessions(PrepareRequest request, Look look, Progress progress);
  }

  /**
   * Prepares a log.
   *
   * @throws DataException if a file cannot be read, a row cannot be parsed, the log lacks what the
   *     settings need, or nothing is left to learn from or to test on
   */
  public static Prepared run(PrepareRequest request, Progress progress) {
    Look look = LogLook.at(request.inputs(), request.format().name(), request.choices());
    return run(request, look, progress);
  }

  /**
   * Prepares a log that has been looked at.
   *
   * @throws DataException as {@link #run(PrepareRequest, Progress)}
   */
  public static Prepared run(PrepareRequest request, Look look, Progress progress) {
    return run(request, look, ALONE, progress);
  }

  /**
   * Prepares a log that has been looked at, and is read in a way of one's own.
   *
   * @throws DataException as {@link #run(PrepareRequest, Progress)}
   */
  public static Prepared run(
      PrepareRequest request, Look look, Reading reading, Progress progress) {
    return new Prepare(request, look).run(reading, progress);
  }

  private Prepared run(Reading reading, Progress progress) {
    Settings settings = request.settings();
    refuseGuesses(settings);
    long[] sizes = sizes(request);
    RepeatedInputs.refuse(request.inputs(), sizes);
    LogSessions log = reading.sessions(request, look, progress);
    Tally tally = log.tally();
    if (tally.counted("rows") == 0) {
      throw new DataException(request.inputs().get(0) + ": a header, but no rows");
    }
    Notes notes = new Notes(log.facts(), settings, tally);
    // one variable on purpose: what a step has replaced is free to go
    DatedSessions sessions = log.handOver();
    SessionLengths.count(sessions.sessions(), tally);
    tally.count("clicks", sessions.sessions().clicks());
    notes.ofSessions(sessions.sessions());
    sessions = Filters.apply(sessions, settings, tally);
    tally.count("filtered sessions", sessions.sessions().count());
    tally.count("filtered clicks", sessions.sessions().clicks());
    if (sessions.sessions().count() == 0) {
      throw new DataException(nothingLeft(log));
    }
    Dataset dataset =
        new Division(settings, tally)
            .divide(request.name(), log.itemIds(), log.userIds(), sessions);
    notes.ofDataset();
    return new Prepared(
        dataset,
        provenance(sizes),
        log.facts().settled(),
        tally.counts(),
        tally.dropped(),
        tally.notes());
  }

  /** Where nothing may be guessed, the pause that ends a session is said, too. */
  private void refuseGuesses(Settings settings) {
    boolean guessed = settings.gap() == Values.AUTO && !look.columns().containsKey(Column.SESSION);
    if (request.choices().strict() && guessed) {
      throw new DataException(
          "--strict, and this would be guessed: the pause that ends a session (--gap 30m)");
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private static long[] sizes(PrepareRequest request) {
    return request.inputs().stream().mapToLong(Prepare::size).toArray();
  }

  /** Reads all rows one after another. */
  private static LogSessions inOrder(PrepareRequest request, Look look, Progress progress) {
    long total = Arrays.stream(sizes(request)).sum();
    long[] done = new long[1];
    ClickLog log = new ClickLog(request.settings(), request.choices().time());
    for (Path input : request.inputs()) {
      LogFile file =
          new LogFile(
              input, request.choices().encoding(), bytes -> progress.read(done[0] += bytes, total));
      look.reader().read(file, log);
    }
    return LogSessions.of(log, request.settings());
  }

  private String nothingLeft(LogSessions log) {
    Tally tally = log.tally();
    if (tally.counted("clicks") == 0) {
      return "no click is left of %d rows: %s; event types met: %s"
          .formatted(tally.counted("rows"), log.facts().dropped(), log.facts().typesMet());
    }
    return "no session is left of %d with %d clicks: none has %s clicks on items clicked %s times"
        .formatted(
            tally.counted("sessions"),
            tally.counted("clicks"),
            request.settings().text(Setting.MIN_LENGTH),
            request.settings().text(Setting.MIN_SUPPORT));
  }

  private String columns() {
    return look.columns().values().stream()
        .map(taken -> taken.column().label() + "=" + taken.name())
        .collect(Collectors.joining(" "));
  }

  private Map<String, String> provenance(long[] sizes) {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("format", request.format().name());
    provenance.put("recipe", request.recipe().name());
    provenance.put("columns", columns());
    for (int i = 0; i < sizes.length; i++) {
      provenance.put(
          "input " + (i + 1), request.inputs().get(i).getFileName() + ", " + sizes[i] + " bytes");
    }
    return provenance;
  }
}
