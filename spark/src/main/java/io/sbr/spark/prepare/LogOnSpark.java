package io.sbr.spark.prepare;

import io.sbr.data.DataException;
import io.sbr.data.prepare.LogPart;
import io.sbr.data.prepare.Settings;
import io.sbr.data.read.Column;
import io.sbr.data.read.TimeFormat;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * What every part of a log must know of the whole.
 *
 * @param settings of the recipe
 * @param time how the user says that times are written
 * @param columns what rows can have, as the first file says
 * @param header the names of all columns; none if the log has no names
 */
record LogOnSpark(Settings settings, TimeFormat time, Set<Column> columns, List<String> header)
    implements Serializable {

  /** An empty part of the log. */
  LogPart part() {
    return new LogPart(settings, time, columns, header);
  }

  /**
   * Checks that a file fits those before it.
   *
   * @throws DataException if its columns are others
   */
  void check(String file, Set<Column> found) {
    if (!columns.equals(found)) {
      throw new DataException(file + ": not the same columns as the files before it");
    }
  }
}
