package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.read.LogFile;
import io.sbr.data.read.look.LogLook;
import io.sbr.data.read.look.Look;
import io.sbr.data.store.InputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** From a click log to a data set: read, sessionise, filter, split, number. */
public final class Prepare {
  private final PrepareRequest request;
  private final Look look;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Long> dropped = new LinkedHashMap<>();

  private Prepare(PrepareRequest request, Look look) {
    this.request = request;
    this.look = look;
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
    return new Prepare(request, look).run(progress);
  }

  private Prepared run(Progress progress) {
    Settings settings = request.settings();
    LogNeeds.check(settings, look);
    long[] sizes = request.inputs().stream().mapToLong(Prepare::size).toArray();
    ClickLog log = read(sizes, progress);
    dropped.putAll(log.dropped());
    // one variable on purpose: what a step has replaced is free to go
    DatedSessions sessions = new Sessioniser(log, settings, dropped).sessions();
    count("", sessions.sessions());
    sessions = Filters.apply(sessions, settings);
    count("filtered ", sessions.sessions());
    dropped.put("clicks by the filters", counts.get("clicks") - counts.get("filtered clicks"));
    if (sessions.sessions().count() == 0) {
      throw new DataException(nothingLeft(log));
    }

    SplitRule.Parts parts = settings.split().split(sessions, settings.seed());
    Dataset dataset = number(log, sessions, parts);
    return new Prepared(dataset, provenance(sizes), filters(), counts, dropped);
  }

  /** The settings as they took effect: a log without times is in the order of its file. */
  private Map<String, String> filters() {
    Map<String, String> filters = request.settings().all();
    if (!look.hasTimes()) {
      filters.put(Setting.ORDER.label(), "file");
    }
    return filters;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private ClickLog read(long[] sizes, Progress progress) {
    long total = Arrays.stream(sizes).sum();
    long[] done = new long[1];
    ClickLog log = new ClickLog(request.settings());
    for (Path input : request.inputs()) {
      LogFile file =
          new LogFile(
              input, request.choices().encoding(), bytes -> progress.read(done[0] += bytes, total));
      look.reader().read(file, log);
    }
    if (log.rows() == 0) {
      throw new DataException(request.inputs().get(0) + ": a header, but no rows");
    }
    log.end();
    counts.put("rows", log.rows());
    return log;
  }

  /** Numbers the items, cuts what is left of both parts to size, and assembles the data set. */
  private Dataset number(ClickLog log, DatedSessions filtered, SplitRule.Parts parts) {
    Settings settings = request.settings();
    Sessions train = longEnough(parts.train());
    Sessions test = parts.test();
    dropped.put(
        "sessions of neither part",
        (long) filtered.sessions().count() - parts.train().count() - parts.test().count());

    dropped.put(
        "train sessions too short after the split", (long) parts.train().count() - train.count());
    FinalNumbers numbers = new FinalNumbers(log.itemIds());
    numbers.add(train);
    if (settings.unknown() == Settings.Unknown.KEEP) {
      numbers.add(test);
    }
    Sessions known = numbers.renumbered(test);
    dropped.put("test clicks on unknown items", (long) test.clicks() - known.clicks());
    Sessions tested = longEnough(known);
    dropped.put("test clicks of sessions too short then", (long) known.clicks() - tested.clicks());
    Sessions part = TrainPart.latest(train, settings.trainPart());
    dropped.put("train sessions before the train-part", (long) train.count() - part.count());

    boolean testWanted = !settings.text(Setting.SPLIT).equals("none");
    if (part.count() == 0 || (testWanted && tested.count() == 0)) {
      throw new DataException(onePartEmpty(part.count() == 0 ? "train" : "test", filtered));
    }
    count("train ", part);
    count("test ", tested);
    counts.put("items", (long) numbers.vocabulary().size());
    return new Dataset(
        request.name(),
        numbers.vocabulary(),
        numbers.renumbered(part),
        tested,
        settings.lastDuration());
  }

  private Sessions longEnough(Sessions sessions) {
    int least = request.settings().minLength();
    return Filters.length(new DatedSessions(sessions, null), least, Integer.MAX_VALUE).sessions();
  }

  private void count(String stage, Sessions sessions) {
    // A session may have lost all its clicks to masks and stay, empty, until the filters.
    long sessionsWithClicks =
        IntStream.range(0, sessions.count()).filter(s -> sessions.length(s) > 0).count();
    counts.put(stage + "sessions", sessionsWithClicks);
    counts.put(stage + "clicks", (long) sessions.clicks());
  }

  private String nothingLeft(ClickLog log) {
    if (counts.get("clicks") == 0) {
      return "no click is left of %d rows: %s; event types met: %s"
          .formatted(log.rows(), log.dropped(), log.typesMet());
    }
    return "no session is left of %d with %d clicks: none has %s clicks on items clicked %s times"
        .formatted(
            counts.get("sessions"),
            counts.get("clicks"),
            request.settings().text(Setting.MIN_LENGTH),
            request.settings().text(Setting.MIN_SUPPORT));
  }

  private String onePartEmpty(String part, DatedSessions filtered) {
    long[] times = filtered.sessions().times();
    String span =
        times == null
            ? ""
            : "; the log runs from %s to %s"
                .formatted(
                    Instant.ofEpochMilli(Arrays.stream(times).min().orElse(0)),
                    Instant.ofEpochMilli(Arrays.stream(times).max().orElse(0)));
    return "split=%s leaves no %s session%s; choose another split, for example fraction:0.5, or none"
        .formatted(request.settings().text(Setting.SPLIT), part, span);
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
