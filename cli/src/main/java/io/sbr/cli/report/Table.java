package io.sbr.cli.report;

import io.sbr.data.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Text in columns: the first flush left, numbers flush right. A cell is shown, whatever it holds:
 * an id with a line break in it is no second row.
 */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();
  private final int leftColumns;

  /**
   * A table with a header.
   *
   * @param leftColumns how many columns, from the first, are text
   */
  public Table(int leftColumns, List<String> header) {
    this.leftColumns = leftColumns;
    rows.add(shown(header));
  }

  /** Adds a row of as many cells as the header has. */
  public void row(List<String> cells) {
    if (cells.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(cells + " under " + rows.get(0));
    }
    rows.add(shown(cells));
  }

  private static List<String> shown(List<String> cells) {
    return cells.stream().map(Shown::text).toList();
  }

  /** Lines, each ended. */
  @Override
  public String toString() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      Arrays.setAll(widths, c -> Math.max(widths[c], row.get(c).length()));
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.size(); c++) {
        String gap = " ".repeat(widths[c] - row.get(c).length());
        line.append(c == 0 ? "  " : "   ");
        line.append(c < leftColumns ? row.get(c) + gap : gap + row.get(c));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
