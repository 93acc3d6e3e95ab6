package io.sbr.data.read.look;

import io.sbr.data.DataException;
import io.sbr.data.read.Dialect.Quoting;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What quotes mean in a log whose format does not say: in CSV they quote; in files with tabs some
 * programs quote and some write what comes.
 */
final class QuoteLook {
  private QuoteLook() {}

  /**
   * Told by the cells that begin with a quote: if all end with one, they are quoted.
   *
   * @throws DataException if some do and some do not
   */
  static Quoting of(Sample sample, String separator) {
    int quoted = 0;
    int open = 0;
    Pattern cut = Pattern.compile(separator, Pattern.LITERAL);
    List<String> lines = sample.lines();
    for (String line : lines) {
      if (line.indexOf('"') >= 0) {
        List<String> starting =
            Arrays.stream(cut.split(line))
                .map(String::strip)
                .filter(c -> c.startsWith("\""))
                .toList();
        long whole = starting.stream().filter(QuoteLook::isQuoted).count();
        quoted += (int) whole;
        open += (int) (starting.size() - whole);
      }
    }
    if (quoted > 0 && open > 0) {
      throw new DataException(
          sample.file()
              + ": some cells stand in quotes, and some begin with one that does not end: say what"
              + " is meant with --quote '\"' (they quote) or --quote none (they are text)");
    }
    if (open > 0) {
      return Quoting.NONE;
    }
    return quoted > 0 ? Quoting.DOUBLE : Quoting.NOT_SEEN;
  }

  /** Quotes on both sides, those inside doubled. */
  private static boolean isQuoted(String cell) {
    if (cell.length() < 2 || !cell.endsWith("\"")) {
      return false;
    }
    String inside = cell.substring(1, cell.length() - 1);
    return inside.replace("\"\"", "").indexOf('"') < 0;
  }
}
