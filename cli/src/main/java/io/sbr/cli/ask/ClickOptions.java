package io.sbr.cli.ask;

import io.sbr.cli.options.UsageException;
import io.sbr.models.ask.AskedTimes;
import io.sbr.models.pipeline.Clicks;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what one visitor did. */
public final class ClickOptions {
  @Option(
      names = "--items",
      paramLabel = "a,b,c",
      description =
          "the clicks so far, oldest first: original ids between commas, blanks in them included;"
              + " as in CSV, an id with a comma stands in double quotes")
  private String items;

  @Option(
      names = "--item",
      paramLabel = "ID",
      description = "one click, its id taken as it is; again for each later click")
  private List<String> single;

  @Option(
      names = "--user",
      paramLabel = "ID",
      description = "whose clicks they are, for a model that reads it, such as psrgat")
  private String user;

  @Option(
      names = "--times",
      paramLabel = "t,u,v",
      description =
          "when each click was, for a model that reads it: like 2024-01-31T10:00:00Z, or seconds or"
              + " milliseconds since 1970")
  private String times;

  @Option(
      names = "--durations",
      paramLabel = "s,t,u",
      description =
          "seconds that each item was viewed, for a model that reads it; default from --times, as"
              + " prepare takes them")
  private String durations;

  /** Whether a session is given. */
  public boolean given() {
    return items != null || single != null;
  }

  /** The first of these options that is given without a session, if one is. */
  public Optional<String> strayOption() {
    String stray =
        user != null
            ? "--user"
            : times != null ? "--times" : durations != null ? "--durations" : null;
    return given() ? Optional.empty() : Optional.ofNullable(stray);
  }

  /**
   * The session.
   *
   * @throws UsageException if it has no click, or what is said of the clicks does not fit them
   */
  public Clicks clicks() {
    if (items != null && single != null) {
      throw new UsageException("give the clicks with --items or with --item, not with both");
    }
    List<String> ids = single != null ? single : CsvIds.parse(items);
    if (ids.isEmpty() || ids.contains("")) {
      throw new UsageException(
          single != null ? "--item must hold an id" : "--items must hold at least one item id");
    }
    try {
      return new Clicks(
          ids,
          Optional.ofNullable(user),
          times == null ? List.of() : AskedTimes.times(CsvIds.parse(times)),
          durations == null ? List.of() : AskedTimes.durations(CsvIds.parse(durations)));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
