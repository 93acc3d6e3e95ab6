package io.sbr.data.read;

import java.util.Set;

/** Takes the rows of a click log, in file order. */
public interface ClickSink {
  /**
   * Called once per file, before its rows.
   *
   * @param file as the user named it
   * @param columns what the file's rows can have; the others are absent throughout
   */
  void begin(String file, Set<Column> columns);

  /** Takes one row; a row that lacks a key or its item arrives too, so that it can be counted. */
  void accept(Click click);
}
