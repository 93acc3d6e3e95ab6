package io.sbr.data.read;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a delimited log is laid out.
 *
 * @param dialect how rows are cut into cells
 * @param names header names of each column the log may have, best first; spelling ({@code
 *     session_id}, {@code sessionId}) does not matter
 * @param positions columns known by where they stand, from 0; they go before names
 * @param required columns without which the log cannot be read; a session or user column is always
 *     needed, whichever
 * @param headerLine whether the first line is a header
 * @param header names for the columns of a log without a header line, null if there must be one
 * @param time how times are written
 */
public record Layout(
    Dialect dialect,
    Map<Column, List<String>> names,
    Map<Column, Integer> positions,
    Set<Column> required,
    HeaderLine headerLine,
    List<String> header,
    TimeFormat time)
    implements Serializable {

  /** Whether the first line is a header. */
  public enum HeaderLine {
    /** It is. */
    PRESENT,
    /** It is a row. */
    ABSENT,
    /** It is if it names an item column. */
    EITHER
  }

  /** Yoochoose clicks: no header, or the one that the SR-GNN script expects. */
  public static Layout yoochoose() {
    return fixed(
        Dialect.plain(","),
        Map.of(
            Column.SESSION, List.of("session_id"),
            Column.TIME, List.of("timestamp"),
            Column.ITEM, List.of("item_id")),
        List.of("session_id", "timestamp", "item_id", "category"),
        TimeFormat.TEXT);
  }

  /** Diginetica item views; times count from the session's start. */
  public static Layout diginetica() {
    return fixed(
        Dialect.plain(";"),
        Map.of(
            Column.SESSION, List.of("session_id"),
            Column.USER, List.of("user_id"),
            Column.ITEM, List.of("item_id"),
            Column.TIME, List.of("timeframe"),
            Column.DAY, List.of("eventdate")),
        null,
        TimeFormat.MILLIS);
  }

  /** RetailRocket {@code events.csv}. */
  public static Layout retailrocket() {
    return fixed(
        Dialect.plain(","),
        Map.of(
            Column.USER, List.of("visitorid"),
            Column.ITEM, List.of("itemid"),
            Column.TIME, List.of("timestamp"),
            Column.EVENT, List.of("event")),
        null,
        TimeFormat.MILLIS);
  }

  /** REES46 and Cosmetics months. */
  public static Layout rees46() {
    return fixed(
        Dialect.quoted(","),
        Map.of(
            Column.SESSION, List.of("user_session"),
            Column.USER, List.of("user_id"),
            Column.ITEM, List.of("product_id"),
            Column.TIME, List.of("event_time"),
            Column.EVENT, List.of("event_type")),
        null,
        TimeFormat.TEXT);
  }

  /**
   * Logs of app usage, one row for each use of an app, with or without a header. Without one, the
   * columns are those of network-side records: user, time, base station, app, traffic.
   */
  public static Layout appusage() {
    return new Layout(
        Dialect.plain("\t"),
        Map.of(
            Column.USER, List.of("user_id", "user", "uid", "device_id", "device"),
            Column.ITEM, List.of("app_id", "app", "app_name", "package_name", "package"),
            Column.TIME, List.of("timestamp", "time", "start_time")),
        Map.of(),
        EnumSet.of(Column.USER, Column.ITEM, Column.TIME),
        HeaderLine.EITHER,
        List.of("user_id", "timestamp", "base_station", "app_id", "traffic"),
        TimeFormat.AUTO);
  }

  private static Layout fixed(
      Dialect dialect, Map<Column, List<String>> names, List<String> header, TimeFormat time) {
    return new Layout(
        dialect,
        names,
        Map.of(),
        EnumSet.copyOf(names.keySet()),
        header == null ? HeaderLine.PRESENT : HeaderLine.EITHER,
        header,
        time);
  }

  /**
   * This layout with columns and time format of the user's choice; a chosen column is required.
   *
   * @param columns header names by column
   * @param time {@link TimeFormat#AUTO} to tell it from the first row
   */
  public Layout with(Map<Column, String> columns, TimeFormat time) {
    Map<Column, List<String>> merged = new EnumMap<>(names);
    columns.forEach((column, name) -> merged.put(column, List.of(name)));
    Set<Column> needed = EnumSet.copyOf(required);
    needed.addAll(columns.keySet());
    return new Layout(dialect, merged, positions, needed, headerLine, header, time);
  }

  /** This layout with rows cut in another way. */
  public Layout with(Dialect other) {
    return new Layout(other, names, positions, required, headerLine, header, time);
  }
}
