package io.sbr.data.read.look;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.Column;
import io.sbr.data.read.ColumnNames;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Whether the first line of a log is a header. */
final class HeaderLook {
  private HeaderLook() {}

  /**
   * A header has a name that is known or that the user gives; or it is not made of the stuff of the
   * rows: no number and no time, where the rows have some. A header may also be the numbers from 0
   * that pandas writes for want of names.
   *
   * @param chosen names or numbers of the user's columns
   * @throws DataException if it may be either
   */
  static boolean isHeader(String file, List<String[]> rows, Collection<String> chosen) {
    String[] first = rows.get(0);
    List<String[]> others = rows.subList(1, rows.size());
    boolean likeData = IntStream.range(0, first.length).anyMatch(i -> isData(first[i]));
    int known = known(first, chosen);
    if (known > 1 || known == 1 && !likeData || isCount(first)) {
      return true;
    }
    if (likeData) {
      return false;
    }
    boolean rowsDiffer =
        IntStream.range(0, first.length)
            .anyMatch(i -> others.stream().anyMatch(row -> i < row.length && isData(row[i])));
    if (rowsDiffer) {
      return true;
    }
    throw new DataException(
        file,
        1,
        "is it a header or a row: %s? Say --header or --no-header"
            .formatted(Shown.quoted(String.join(",", first))));
  }

  /** Whether cells are surely names: those of two roles at least. */
  static boolean namesColumns(String[] cells) {
    return known(cells, List.of()) > 1;
  }

  private static int known(String[] cells, Collection<String> chosen) {
    Set<String> given = new HashSet<>(chosen);
    Set<Column> roles = new HashSet<>();
    int named = 0;
    for (String cell : cells) {
      Column role = ColumnNames.role(cell);
      if (role != null) {
        roles.add(role);
      }
      named += given.contains(cell.strip()) && !TimeLike.isNumber(cell.strip()) ? 2 : 0;
    }
    return roles.size() + named;
  }

  private static boolean isData(String cell) {
    String text = cell.strip();
    return TimeLike.isNumber(text) || TimeLike.cell(text);
  }

  private static boolean isCount(String[] cells) {
    return cells.length > 1
        && IntStream.range(0, cells.length).allMatch(i -> cells[i].strip().equals("" + i));
  }
}
