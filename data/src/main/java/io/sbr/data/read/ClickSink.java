package io.sbr.data.read;

import java.util.List;
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

  /**
   * Called before {@link #begin} with the names of all columns of a file that has any.
   *
   * @param names as they stand in the file, those that are not used too
   */
  default void header(List<String> names) {}

  /** Takes one row; a row that lacks a key or its item arrives too, so that it can be counted. */
  void accept(Click click);
}
