package io.sbr.data.read;

import java.io.Serializable;

/**
 * How rows of text are cut into cells.
 *
 * @param separator between cells; one character, or several such as {@code ::}
 * @param quoting what a double quote at the start of a cell means
 * @param multiline whether a line break may stand inside a quoted cell
 */
public record Dialect(String separator, Quoting quoting, boolean multiline)
    implements Serializable {
  /** What a double quote at the start of a cell means. */
  public enum Quoting {
    /** The cell is quoted, as in CSV: it ends with another quote, two of them stand for one. */
    DOUBLE,
    /** Nothing: quotes are text. */
    NONE,
    /** Nothing, as far as was seen; a cell in quotes is a fault, since either may be meant. */
    NOT_SEEN
  }

  /** Rows without quotes. */
  public static Dialect plain(String separator) {
    return new Dialect(separator, Quoting.NONE, false);
  }

  /** Rows as in CSV, without line breaks inside cells. */
  public static Dialect quoted(String separator) {
    return new Dialect(separator, Quoting.DOUBLE, false);
  }

  /** The same with other quoting. */
  public Dialect with(Quoting other) {
    return new Dialect(separator, other, multiline);
  }

  /** The separator by its name, for messages. */
  public String separatorName() {
    return switch (separator) {
      case "\t" -> "tab";
      case " " -> "space";
      default -> "\"" + separator + "\"";
    };
  }
}
