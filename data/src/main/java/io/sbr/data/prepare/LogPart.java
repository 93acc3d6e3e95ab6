package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.prepare.column.LongColumn;
import io.sbr.data.read.Click;
import io.sbr.data.read.Column;
import io.sbr.data.read.TimeFormat;
import java.util.List;
import java.util.Set;

/**
 * Some of the rows of a log: all that have a certain session id each, or a certain user where users
 * group clicks, and any that lack it. Such a part is a log itself, and what is done to it is what
 * is done to a log; the numbers of rows say where its sessions stand in the whole.
 */
public final class LogPart {
  private final Settings settings;
  private final ClickLog log;
  private final LongColumn keyRows = new LongColumn();
  private final LongColumn userRows = new LongColumn();

  /**
   * No rows yet.
   *
   * @param timeFormat how the user says that times are written
   * @param columns what the log's rows can have
   * @param header the names of all its columns, for messages; none if it has no names
   * @throws DataException if the log lacks a column that a setting needs
   */
  public LogPart(
      Settings settings, TimeFormat timeFormat, Set<Column> columns, List<String> header) {
    this.settings = settings;
    this.log = new ClickLog(settings, timeFormat);
    log.header(header);
    log.begin("the log", columns);
  }

  /** Whether users alone group clicks: rows are then divided by user, and else by session id. */
  public boolean byUser() {
    return log.keys().byUser();
  }

  /**
   * Adds a row.
   *
   * @param row where it stands in the log: any number that ascends with its rows; rows must be
   *     added in this order
   * @throws DataException if there are too many event types
   */
  public void add(long row, Click click) {
    log.accept(click);
    if (log.keys().count() > keyRows.size()) {
      keyRows.add(row);
    }
    if (log.keys().userIds().size() > userRows.size()) {
      userRows.add(row);
    }
  }

  /**
   * The sessions of all rows; nothing may be added any more.
   *
   * @throws DataException if some times count from 1970 and some from another start
   */
  public LogSessions sessions() {
    return LogSessions.of(log, settings, keyRows, userRows);
  }
}
