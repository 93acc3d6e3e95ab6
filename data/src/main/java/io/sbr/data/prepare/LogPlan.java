package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.prepare.column.Keys;
import io.sbr.data.read.Column;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What settings come to in a log of certain columns. */
final class LogPlan implements Serializable {
  private final Settings settings;
  private final Set<Column> columns;
  private final List<String> header;
  private final Keys.By key;
  // asked for every row
  private final boolean hasTimes;
  private final boolean hasDays;
  private final boolean filtersAtOnce;
  private final boolean typesMatter;
  private final boolean needsTypes;
  private final boolean looksForDuplicates;

  /**
   * @param header the names of all columns, for messages; none if the log has no names
   * @throws DataException naming the columns there are if one that a setting needs is missing
   */
  LogPlan(Settings settings, Set<Column> columns, List<String> header) {
    this.settings = settings;
    this.columns = columns;
    this.header = header;
    this.key = keyBy();
    this.hasTimes = has(Column.TIME);
    this.hasDays = has(Column.DAY);
    this.filtersAtOnce = settings.gap() == 0 || settings.gapOver() == Settings.GapOver.KEPT;
    this.typesMatter =
        has(Column.EVENT) && (!settings.events().isEmpty() || settings.dropDuplicates());
    this.needsTypes = typesMatter && (!filtersAtOnce || settings.dropDuplicates());
    this.looksForDuplicates = has(Column.EVENT) && !typesMatter && isOrderedByTime();
    demandColumns();
  }

  private Keys.By keyBy() {
    return switch (settings.key()) {
      case SESSION -> Keys.By.SESSION;
      case USER -> Keys.By.USER;
      case USER_SESSION -> Keys.By.USER_SESSION;
      case AUTO -> {
        if (!has(Column.SESSION)) {
          yield Keys.By.USER;
        }
        yield hasUsers() ? Keys.By.USER_SESSION : Keys.By.SESSION;
      }
    };
  }

  private void demandColumns() {
    if (key != Keys.By.SESSION) {
      demand(Column.USER, "key=" + Values.text(key));
    }
    if (key != Keys.By.USER) {
      demand(Column.SESSION, "key=" + Values.text(key));
    }
    if (!settings.events().isEmpty()) {
      demand(Column.EVENT, given(Setting.EVENTS));
    }
    if (settings.gap() > 0) {
      demand(Column.TIME, given(Setting.GAP));
    }
    SplitRules.needs(settings.text(Setting.SPLIT))
        .ifPresent(column -> demand(column, given(Setting.SPLIT)));
    if (settings.dropDuplicates()) {
      demand(Column.TIME, given(Setting.DROP_DUPLICATES));
      if (settings.order() == Settings.Order.FILE) {
        // they are looked for among neighbours of equal time
        throw new DataException("drop-duplicates=yes needs order=time or time-item, not file");
      }
    }
  }

  private String given(Setting setting) {
    return setting.label() + "=" + settings.text(setting);
  }

  private void demand(Column column, String why) {
    if (!has(column)) {
      throw new DataException(
          "the log has no " + column.label() + " column, but " + why + hint(column));
    }
  }

  private String hint(Column column) {
    if (header.isEmpty()) {
      return "";
    }
    String names = header.stream().limit(20).map(Shown::brief).collect(Collectors.joining(", "));
    return "; its columns are %s%s: --columns %s=NAME says which it is"
        .formatted(names, header.size() > 20 ? ", …" : "", column.label());
  }

  private boolean has(Column column) {
    return columns.contains(column);
  }

  /** The columns of the log. */
  Set<Column> columns() {
    return columns;
  }

  /** What groups clicks. */
  Keys.By key() {
    return key;
  }

  /** Whether clicks have times. */
  boolean hasTimes() {
    return hasTimes;
  }

  /** Whether times count from a session's start, on a day that is given beside them. */
  boolean hasDays() {
    return hasDays;
  }

  /** Whether it has users, if not for each click. */
  boolean hasUsers() {
    return has(Column.USER);
  }

  /** Whether other event types go while reading, and not after pauses have been measured. */
  boolean filtersAtOnce() {
    return filtersAtOnce;
  }

  /** Whether types are still to be filtered by, once pauses have been measured over all. */
  boolean filtersLater() {
    return typesMatter && !filtersAtOnce;
  }

  /** Whether types are asked for; else a column that only has the name of one may hold anything. */
  boolean typesMatter() {
    return typesMatter;
  }

  /** Whether the type of each click must be known after reading. */
  boolean needsTypes() {
    return needsTypes;
  }

  /** Whether types tell no more than whether two rows are duplicates. */
  boolean looksForDuplicates() {
    return looksForDuplicates;
  }

  /** Whether the clicks of a session are to be in order of time, and there are times. */
  boolean isOrderedByTime() {
    return hasTimes() && settings.order() != Settings.Order.FILE;
  }

  /** All settings by name, key, order and overlap as they are in this log. */
  Map<String, String> settled() {
    Map<String, String> settled = settings.all();
    settled.put(Setting.KEY.label(), Values.text(key));
    if (!hasTimes()) {
      settled.put(Setting.ORDER.label(), Values.text(Settings.Order.FILE));
    }
    if (!hasTimes() || SplitRules.isByUser(settings.text(Setting.SPLIT))) {
      settled.put(Setting.OVERLAP.label(), Values.text(Settings.Overlap.KEEP));
    }
    return settled;
  }
}
