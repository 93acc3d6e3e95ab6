package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.look.Choices;
import io.sbr.data.read.look.LogLook;
import io.sbr.data.read.look.Look;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** All formats and their recipes (docs/pipeline.md, sections 12 to 14). */
public final class Formats {
  private static final String SRGNN = "key=session min-support=5 min-length=2 unknown=drop ";
  private static final String GRU4REC =
      "order=time-item merge-repeats=yes min-support=5 min-length=2 iterate=yes unknown=keep ";
  private static final String REES46 = "key=user events=view gap=1h gap-over=kept " + GRU4REC;
  private static final String PSRGAT =
      "order=time merge-repeats=yes min-support=5 min-length=3 iterate=yes ";
  private static final String COSMETICS = "key=session events=view drop-duplicates=yes " + PSRGAT;
  private static final String APPUSAGE = "key=user gap=5m " + PSRGAT;
  private static final String PLAIN =
      "key=auto missing=words gap=auto order=time min-length=2 max-length=1000 overlap=cut"
          + " split=fraction:0.1";

  private static final String PERSONAL =
      "key=user missing=words gap=30m order=time min-length=1 unknown=keep split=last-time:0.2";

  private static final Recipe OF_USERS =
      Recipe.of(
          "personal",
          "sessions of users who come back, single clicks and new items kept; last fifth of the"
              + " time is test",
          PERSONAL);

  private static final List<Format> ALL =
      List.of(
          format(
              "yoochoose",
              "RecSys Challenge 2015 clicks (yoochoose-clicks.dat), with or without a header line",
              Recipe.of(
                  "srgnn",
                  "SR-GNN's; clicks stay in file order, last day is test",
                  SRGNN + "order=file split=srgnn:1"),
              Recipe.of(
                  "srgnn-1/64",
                  "SR-GNN's Yoochoose 1/64: the latest 1/64 of the training samples",
                  SRGNN + "order=file split=srgnn:1 train-part=1/64"),
              Recipe.of(
                  "srgnn-1/4",
                  "SR-GNN's Yoochoose 1/4: the latest quarter of the training samples",
                  SRGNN + "order=file split=srgnn:1 train-part=1/4"),
              Recipe.of(
                  "gru4rec",
                  "GRU4Rec's comparison of implementations; last day is test",
                  "key=session " + GRU4REC + "split=last-days:1"),
              Recipe.of(
                  "gru4rec-2016",
                  "GRU4Rec's own script (ICLR 2016); sessions that end in the last day are test",
                  SRGNN + "order=time split=gru4rec:1")),
          format(
              "diginetica",
              "CIKM Cup 2016 item views (train-item-views.csv), either header spelling",
              Recipe.of(
                  "srgnn",
                  "SR-GNN's; clicks ordered by timeframe, last 7 days are test",
                  SRGNN + "order=time split=srgnn:7"),
              Recipe.of(
                  "gru4rec",
                  "GRU4Rec's comparison of implementations; last 7 days are test",
                  "key=session " + GRU4REC + "split=last-days:7")),
          format(
              "retailrocket",
              "RetailRocket events.csv",
              Recipe.of(
                  "gru4rec",
                  "GRU4Rec's comparison of implementations; 1 h pauses over all events, fixed end",
                  "key=user events=view gap=1h gap-over=all "
                      + GRU4REC
                      + "split=last-days:7@1442545200000"),
              Recipe.of(
                  "session-rec",
                  "Ludewig et al.; 30 min pauses over all events, first of five 25 + 2 day windows",
                  "key=user events=view gap=30m gap-over=all order=time min-support=5 min-length=2"
                      + " unknown=drop split=slice:0,25,2,27"),
              Recipe.of(
                  "pyg",
                  "PyTorch Geometric's notebook; half of the visitors, 80/10/10, another shuffle",
                  "key=user events=view gap=1h gap-over=kept order=time-item min-length=2"
                      + " unknown=keep split=users:0.4,0.05,0.05 seed=42")),
          format(
              "rees46",
              "REES46 multi-category store months (2019-Oct.csv, …)",
              Recipe.of(
                  "gru4rec",
                  "GRU4Rec's comparison of implementations; 1 h pauses by user, end of Nov 2019",
                  REES46 + "split=last-days:1@1575158400000"),
              Recipe.of(
                  "sessions",
                  "the log's own sessions, last day is test; for single months",
                  "key=session events=view " + GRU4REC + "split=last-days:1")),
          format(
              "cosmetics",
              "REES46 Cosmetics Shop months (2019-Oct.csv … 2020-Feb.csv)",
              Recipe.of(
                  "psrgat",
                  "for PSR-GAT (its own was not released): the log's sessions, 80/20 by user",
                  COSMETICS + "split=user-time:0.2"),
              Recipe.of(
                  "psrgat-time",
                  "the same, but the last fifth of all sessions is test",
                  COSMETICS + "split=fraction:0.2"),
              Recipe.of(
                  "gru4rec",
                  "as for REES46, last day of the log is test",
                  REES46 + "split=last-days:1")),
          format(
              "appusage",
              "app usage, tab-separated: user, time, app; a header or user, time, station, app,"
                  + " traffic",
              Recipe.of(
                  "psrgat",
                  "for PSR-GAT (its own was not released): 5 min pauses, 80/20 by user",
                  APPUSAGE + "split=user-time:0.2"),
              Recipe.of(
                  "psrgat-time",
                  "the same, but the last fifth of all sessions is test",
                  APPUSAGE + "split=fraction:0.2")),
          format(
              "recbole",
              "RecBole atomic file (.inter): tabs, header field:type",
              Recipe.of(
                  "plain",
                  "in order of time where the log has it, last tenth of the sessions is test",
                  PLAIN)),
          format(
              "otto",
              "OTTO .jsonl: a session a line, events clicks, carts, orders",
              Recipe.of(
                  "clicks",
                  "clicks alone, last 7 days are test",
                  "key=session events=clicks order=time min-length=2 unknown=drop"
                      + " split=last-days:7"),
              Recipe.of(
                  "all-events",
                  "clicks, carts and orders alike, repeats merged",
                  "key=session events=all order=time merge-repeats=yes min-length=2"
                      + " unknown=drop split=last-days:7")),
          format(
              "csv",
              "any other log: columns session or user, item, time, event, by name or by --columns",
              Recipe.of(
                  "plain",
                  "in order of time where the log has it, last tenth of the sessions is test",
                  PLAIN),
              OF_USERS),
          format(
              "tsv",
              "the same with tabs",
              Recipe.of(
                  "plain",
                  "in order of time where the log has it, last tenth of the sessions is test",
                  PLAIN),
              OF_USERS));

  private Formats() {}

  /** All formats, as help lists them. */
  public static List<Format> all() {
    return ALL;
  }

  /**
   * Looks at a log, as the format of a name or as whatever it is ({@link LogLook#AUTO}).
   *
   * @throws DataException if the format is unknown, or as {@link LogLook#at}
   */
  public static Look look(String format, List<Path> inputs, Choices choices) {
    return LogLook.at(inputs, format.equals(LogLook.AUTO) ? format : named(format).name(), choices);
  }

  /**
   * The format of a name.
   *
   * @throws DataException naming the formats there are if it is none of them
   */
  public static Format named(String name) {
    return ALL.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "unknown format "
                        + Shown.brief(name)
                        + ", expected one of "
                        + LogLook.AUTO
                        + ", "
                        + ALL.stream().map(Format::name).collect(Collectors.joining(", "))));
  }

  /** Help on all formats, recipes and settings. */
  public static String help() {
    StringBuilder help =
        new StringBuilder("auto (default): which of these is told from the log, and said\n");
    ALL.forEach(format -> help.append(format.help()));
    help.append("settings:\n");
    for (Setting setting : Setting.values()) {
      help.append("  %s=%s\n".formatted(setting.label(), setting.forms()));
      help.append("    %s (%s)\n".formatted(setting.meaning(), setting.defaultValue()));
    }
    return help.toString();
  }

  private static Format format(String name, String description, Recipe... recipes) {
    return new Format(name, description, List.of(recipes));
  }
}
