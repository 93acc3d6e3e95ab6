package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.read.Column;
import io.sbr.data.read.look.Look;
import java.util.List;

/**
 * Whether a log has the columns that settings need, asked before it is read: a column that is there
 * under another name is the usual reason, so the message names them all.
 */
final class LogNeeds {
  private static final List<String> TIME_SPLITS =
      List.of("srgnn", "last-days", "last-days-by-end", "slice");
  private static final List<String> USER_SPLITS = List.of("users", "user-time");

  private LogNeeds() {}

  /**
   * Checks.
   *
   * @throws DataException if a column is lacking; it says which setting needs it, which columns the
   *     log has, and how to say which is meant
   */
  static void check(Settings settings, Look look) {
    String split = settings.text(Setting.SPLIT).split(":", 2)[0];
    if (TIME_SPLITS.contains(split)) {
      demand(look, Column.TIME, Setting.SPLIT, settings, "; or use split=fraction:0.1");
    }
    if (USER_SPLITS.contains(split)) {
      demand(look, Column.USER, Setting.SPLIT, settings, "; or use split=fraction:0.1");
    }
    if (settings.gap() > 0) {
      demand(look, Column.TIME, Setting.GAP, settings, "");
    }
    if (settings.dropDuplicates()) {
      demand(look, Column.TIME, Setting.DROP_DUPLICATES, settings, "");
    }
    if (!settings.events().isEmpty()) {
      demand(look, Column.EVENT, Setting.EVENTS, settings, "");
    }
    if (settings.key() == Settings.Key.USER) {
      demand(look, Column.USER, Setting.KEY, settings, "");
    }
    if (settings.key() == Settings.Key.SESSION) {
      demand(look, Column.SESSION, Setting.KEY, settings, "");
    }
  }

  private static void demand(
      Look look, Column column, Setting setting, Settings settings, String otherwise) {
    if (!look.columns().containsKey(column)) {
      throw new DataException(
          "the log has no %s column, but %s=%s needs one; it has %s: say which with --columns %s=NAME%s"
              .formatted(
                  column.label(),
                  setting.label(),
                  settings.text(setting),
                  look.seen(),
                  column.label(),
                  otherwise));
    }
  }
}
