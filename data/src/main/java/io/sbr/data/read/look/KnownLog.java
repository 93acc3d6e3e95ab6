package io.sbr.data.read.look;

import io.sbr.data.read.ColumnNames;
import io.sbr.data.read.Layout;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A log that a vendor publishes, known by its header, in whatever spelling.
 *
 * @param format name of the format
 * @param layout of the log
 * @param header its column names, in order; empty if the header alone does not tell
 * @param recipe the recipe for a log that is known only by its header, null for the format's first
 */
record KnownLog(String format, Layout layout, List<String> header, String recipe) {
  private static final Pattern ISO_TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}Z");

  /** REES46's months and those of its Cosmetics Shop have one header. */
  static final List<KnownLog> ALL =
      List.of(
          of("yoochoose", Layout.yoochoose(), "session_id timestamp item_id category", null),
          of(
              "diginetica",
              Layout.diginetica(),
              "session_id user_id item_id timeframe eventdate",
              null),
          of(
              "retailrocket",
              Layout.retailrocket(),
              "timestamp visitorid event itemid transactionid",
              null),
          of(
              "rees46",
              Layout.rees46(),
              "event_time event_type product_id category_id category_code brand price user_id"
                  + " user_session",
              "sessions"),
          of("cosmetics", Layout.rees46(), "", null),
          of("appusage", Layout.appusage(), "", null));

  private static KnownLog of(String format, Layout layout, String header, String recipe) {
    List<String> names = header.isEmpty() ? List.of() : List.of(header.split(" "));
    return new KnownLog(format, layout, names, recipe);
  }

  /** The log of a format, or null if it is none of these. */
  static KnownLog named(String format) {
    return ALL.stream().filter(log -> log.format.equals(format)).findFirst().orElse(null);
  }

  /** The log whose header this is, or null. */
  static KnownLog withHeader(String[] cells) {
    List<String> names = Arrays.stream(cells).map(ColumnNames::normal).toList();
    return ALL.stream()
        .filter(log -> !log.header.isEmpty())
        .filter(log -> log.header.stream().map(ColumnNames::normal).toList().equals(names))
        .findFirst()
        .orElse(null);
  }

  /** The log without a header whose rows have this shape, or null: Yoochoose's. */
  static KnownLog withRow(String[] cells) {
    boolean yoochoose =
        cells.length == 4
            && isWhole(cells[0])
            && cells[1].length() <= 30
            && ISO_TIME.matcher(cells[1]).matches()
            && isWhole(cells[2]);
    return yoochoose ? named("yoochoose") : null;
  }

  private static boolean isWhole(String cell) {
    return !cell.isEmpty() && cell.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
