package io.sbr.data.read;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a delimited log is laid out.
 *
 * @param delimiter between cells
 * @param quoted whether cells may be quoted with {@code "}
 * @param names header names of each column the log may have, best first; spelling ({@code
 *     session_id}, {@code sessionId}) does not matter
 * @param required columns without which the log cannot be read; a session or user column is always
 *     needed, whichever
 * @param header the columns of a log without a header line, or null if a header is required; such a
 *     log may still have one
 * @param time how times are written
 */
public record Layout(
    char delimiter,
    boolean quoted,
    Map<Column, List<String>> names,
    List<Column> required,
    List<String> header,
    TimeFormat time) {

  /** Yoochoose clicks: no header, or the one that the SR-GNN script expects. */
  public static Layout yoochoose() {
    return fixed(
        ',',
        false,
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
        ';',
        false,
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
        ',',
        false,
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
        ',',
        true,
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
        '\t',
        false,
        Map.of(
            Column.USER, List.of("user_id", "user", "uid", "device_id", "device"),
            Column.ITEM, List.of("app_id", "app", "app_name", "package_name", "package"),
            Column.TIME, List.of("timestamp", "time", "start_time")),
        List.of(Column.USER, Column.ITEM, Column.TIME),
        List.of("user_id", "timestamp", "base_station", "app_id", "traffic"),
        TimeFormat.AUTO);
  }

  /** RecBole atomic {@code .inter}: tabs; the {@code :type} of a header cell is left aside. */
  public static Layout recbole() {
    return generic('\t', false);
  }

  /** Any delimited log whose columns have names that say what they are. */
  public static Layout generic(char delimiter, boolean quoted) {
    return new Layout(
        delimiter,
        quoted,
        Map.of(
            Column.SESSION, List.of("session_id", "session", "sid", "user_session"),
            Column.USER, List.of("user_id", "user", "uid", "visitor_id"),
            Column.ITEM, List.of("item_id", "item", "iid", "product_id"),
            Column.TIME, List.of("timestamp", "time", "ts", "event_time"),
            Column.EVENT, List.of("event_type", "event", "type")),
        List.of(Column.ITEM),
        null,
        TimeFormat.AUTO);
  }

  private static Layout fixed(
      char delimiter,
      boolean quoted,
      Map<Column, List<String>> names,
      List<String> header,
      TimeFormat time) {
    return new Layout(delimiter, quoted, names, List.copyOf(names.keySet()), header, time);
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
    EnumMap<Column, Boolean> needed = new EnumMap<>(Column.class);
    required.forEach(column -> needed.put(column, true));
    columns.keySet().forEach(column -> needed.put(column, true));
    return new Layout(delimiter, quoted, merged, List.copyOf(needed.keySet()), header, time);
  }
}
