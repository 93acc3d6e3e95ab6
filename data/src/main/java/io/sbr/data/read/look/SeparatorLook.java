package io.sbr.data.read.look;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.ColumnNames;
import io.sbr.data.read.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which separator cuts the first lines into rows: the one under which the header has the most names
 * that are known, then the one that cuts all lines into equally many cells.
 */
final class SeparatorLook {
  private static final List<String> CANDIDATES = List.of(",", "\t", ";", "|", "::");
  private static final int LINES = 1000;

  private SeparatorLook() {}

  private record Cut(String separator, int width, int names, double alike) {}

  /**
   * The separator of a sample.
   *
   * @param usual the one that the format has; taken if the first line has it, null if none is usual
   * @throws DataException if none cuts the lines, or several do alike
   */
  static String of(Sample sample, String usual) {
    List<String> lines = sample.lines();
    List<Cut> cuts = new ArrayList<>();
    for (String separator : CANDIDATES) {
      Cut cut = cut(lines, separator);
      if (cut.width > 1) {
        if (separator.equals(usual)) {
          return usual;
        }
        cuts.add(cut);
      }
    }
    if (cuts.isEmpty()) {
      throw new DataException(
          sample.file(),
          1,
          "no \",\", tab, \";\" or \"|\" in "
              + Shown.quoted(lines.get(0))
              + "; --separator says what stands between cells");
    }
    cuts.sort(Comparator.comparing(Cut::names).thenComparing(Cut::alike).reversed());
    Cut best = cuts.get(0);
    if (cuts.size() > 1 && best.names == cuts.get(1).names && best.alike == cuts.get(1).alike) {
      throw new DataException(
          sample.file(),
          1,
          "cells may be separated by %s or by %s: say which with --separator"
              .formatted(
                  Dialect.plain(best.separator).separatorName(),
                  Dialect.plain(cuts.get(1).separator).separatorName()));
    }
    return best.separator;
  }

  private static Cut cut(List<String> lines, String separator) {
    List<String> first = cells(lines.get(0), separator);
    int names = (int) first.stream().filter(cell -> ColumnNames.role(cell) != null).count();
    List<String> rows = lines.subList(0, Math.min(lines.size(), LINES));
    long alike =
        rows.stream().filter(line -> cells(line, separator).size() == first.size()).count();
    return new Cut(separator, first.size(), names, (double) alike / rows.size());
  }

  /**
   * The cells of a line; a separator inside quotes that close before the next one separates not.
   * Where no quote closes any more none is looked for again: a line is gone over once.
   */
  static List<String> cells(String line, String separator) {
    List<String> cells = new ArrayList<>();
    String closing = '"' + separator;
    boolean closes = true;
    int from = 0;
    while (true) {
      int end = line.indexOf(separator, from);
      if (line.startsWith("\"", from) && closes) {
        int close = line.indexOf(closing, from + 1);
        closes = close >= 0;
        end = closes ? close + 1 : line.endsWith("\"") && line.length() > from + 1 ? -1 : end;
      }
      String cell = line.substring(from, end < 0 ? line.length() : end).strip();
      boolean quoted = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
      cells.add(quoted ? cell.substring(1, cell.length() - 1) : cell);
      if (end < 0) {
        return cells;
      }
      from = end + separator.length();
    }
  }
}
