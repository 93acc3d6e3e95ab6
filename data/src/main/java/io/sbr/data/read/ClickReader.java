package io.sbr.data.read;

import java.io.Serializable;

/**
 * Reads one format of click log. Stateless: one reader may read several files, or parts of them
 * elsewhere.
 */
@FunctionalInterface
public interface ClickReader extends Serializable {
  /**
   * Hands every row of the file to the sink, in file order.
   *
   * @throws io.sbr.data.DataException if the file is missing, empty or damaged, its header lacks a
   *     column, or a row cannot be parsed; the message names the file and, for a row, its line
   */
  void read(LogFile file, ClickSink sink);
}
