package io.sbr.data.read.look;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.Column;
import io.sbr.data.read.ColumnNames;
import io.sbr.data.read.Header;
import io.sbr.data.read.TimeFormat;
import io.sbr.data.read.TimeProbe;
import io.sbr.data.read.look.Taken.Why;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which column of a log holds what: what the user says, then what names say, then, for times alone,
 * what cells look like.
 */
final class ColumnLook {
  private static final List<Column> BY_NAME =
      List.of(Column.SESSION, Column.USER, Column.ITEM, Column.TIME, Column.EVENT);

  private final String file;
  private final String[] names;
  private final List<String> normal;
  private final boolean headerLine;
  private final List<String[]> rows;
  private final Map<Column, String> chosen;
  private final TimeFormat time;
  private final Map<Column, Taken> taken = new EnumMap<>(Column.class);

  /**
   * A look at columns.
   *
   * @param names of the columns; the numbers from 1 where there is no header
   * @param rows the first, without the header
   * @param choices what the user says of them
   */
  ColumnLook(
      String file, String[] names, boolean headerLine, List<String[]> rows, Choices choices) {
    this.file = file;
    this.names = names;
    this.normal = Arrays.stream(names).map(ColumnNames::normal).toList();
    this.headerLine = headerLine;
    this.rows = rows;
    this.chosen = choices.columns();
    this.time = choices.time();
  }

  /**
   * The columns taken.
   *
   * @throws DataException if a column of the user's is not there or is named twice, if two are
   *     equally plausible, or if there is no item, or neither session nor user
   */
  Map<Column, Taken> take() {
    chosen.forEach(this::takeChosen);
    refuseTwice();
    if (headerLine) {
      for (Column column : BY_NAME) {
        if (!chosen.containsKey(column)) {
          takeByName(column);
        }
      }
    }
    if (!taken.containsKey(Column.TIME) && !chosen.containsKey(Column.TIME) && isLog()) {
      takeTimeByContent();
    }
    refuseIncomplete();
    return taken;
  }

  /** Columns that look like times and are not used, each with the option that takes it. */
  Map<String, String> unusedTimes() {
    Map<String, String> unused = new LinkedHashMap<>();
    timesLeft().forEach(i -> unused.put(names[i].strip(), option(Column.TIME, i)));
    return unused;
  }

  private String option(Column column, int index) {
    String name = names[index].strip();
    boolean unique = having(i -> names[i].strip().equals(name)).size() == 1;
    return ColumnOption.of(column, unique ? name : "", index);
  }

  private void takeChosen(Column column, String name) {
    if (!name.equals(Choices.NO_COLUMN)) {
      take(column, index(column, name), Why.OPTION);
    }
  }

  private int index(Column column, String name) {
    List<Integer> found = having(i -> names[i].strip().equals(name));
    if (found.isEmpty() && headerLine) {
      String wanted = ColumnNames.normal(name);
      found = having(i -> normal.get(i).equals(wanted));
    }
    if (found.isEmpty() && TimeLike.isNumber(name) && name.length() < 6 && !name.contains(".")) {
      int number = Integer.parseInt(name);
      if (number >= 1 && number <= names.length) {
        return number - 1;
      }
    }
    if (found.isEmpty()) {
      String there = headerLine ? "it has " + seen() : "a row has " + names.length + " cells";
      throw new DataException(
          file,
          1,
          "the %s has no %s column (%s); %s"
              .formatted(headerLine ? "header" : "log", column.label(), Shown.brief(name), there));
    }
    if (found.size() > 1) {
      throw new DataException(
          file,
          1,
          "two columns are called %s; say which by number: --columns %s=%d or %s=%d"
              .formatted(
                  Shown.quoted(name),
                  column.label(),
                  found.get(0) + 1,
                  column.label(),
                  found.get(1) + 1));
    }
    return found.get(0);
  }

  private List<Integer> having(IntPredicate property) {
    return IntStream.range(0, names.length).filter(property).boxed().toList();
  }

  private void refuseTwice() {
    Map<Integer, Column> used = new HashMap<>();
    taken.forEach(
        (column, choice) -> {
          Column other = used.put(choice.index(), column);
          if (other != null) {
            throw new DataException(
                "--columns: %s is both %s and %s; a column holds one of them"
                    .formatted(Shown.quoted(choice.name()), other.label(), column.label()));
          }
        });
  }

  private void takeByName(Column column) {
    for (String name : ColumnNames.first(column)) {
      List<Integer> found = free(name);
      if (found.size() > 1) {
        throw ambiguous(column, found);
      }
      if (!found.isEmpty() && (column != Column.TIME || isTime(found.get(0)))) {
        take(column, found.get(0), Why.NAME);
        return;
      }
    }
    List<Integer> found =
        ColumnNames.second(column).stream().flatMap(name -> free(name).stream()).toList();
    if (found.size() > 1) {
      throw ambiguous(column, found);
    }
    if (!found.isEmpty()) {
      take(column, found.get(0), Why.NAME);
    } else if (column == Column.TIME) {
      takeTimeThatIsNone();
    }
  }

  /** A name of times over cells that are none is passed over while there is another. */
  private boolean isTime(int index) {
    for (String[] row : rows) {
      String cell = index < row.length ? row[index].strip() : "";
      if (!cell.isEmpty() && TimeProbe.reads(time, cell)) {
        return true;
      }
    }
    return rows.isEmpty();
  }

  /**
   * Where no column with a name of times has times, reading the best one says so, with its line.
   */
  private void takeTimeThatIsNone() {
    for (String name : ColumnNames.first(Column.TIME)) {
      List<Integer> found = free(name);
      if (!found.isEmpty()) {
        take(Column.TIME, found.get(0), Why.NAME);
        return;
      }
    }
  }

  private List<Integer> free(String name) {
    String wanted = ColumnNames.normal(name);
    return having(i -> normal.get(i).equals(wanted)).stream()
        .filter(i -> taken.values().stream().noneMatch(t -> t.index() == i))
        .toList();
  }

  private DataException ambiguous(Column column, List<Integer> found) {
    String options = found.stream().map(i -> option(column, i)).collect(Collectors.joining(" or "));
    return new DataException(
        file, 1, "which column is the " + column.label() + "? Say --columns " + options);
  }

  private void takeTimeByContent() {
    List<Integer> candidates = timesLeft().boxed().toList();
    if (candidates.size() == 1) {
      take(Column.TIME, candidates.get(0), Why.CONTENT);
    } else if (candidates.size() > 1) {
      String options =
          candidates.stream().map(i -> option(Column.TIME, i)).collect(Collectors.joining(" or "));
      throw new DataException(
          file,
          1,
          "several columns look like a time: say --columns "
              + options
              + ", or time=none to keep the order of the file");
    }
  }

  private IntStream timesLeft() {
    return IntStream.range(0, names.length)
        .filter(i -> taken.values().stream().noneMatch(t -> t.index() == i))
        .filter(i -> TimeLike.column(rows, i));
  }

  private boolean isLog() {
    return taken.containsKey(Column.ITEM)
        && (taken.containsKey(Column.SESSION) || taken.containsKey(Column.USER));
  }

  private void take(Column column, int index, Why why) {
    String detail = column == Column.TIME ? firstTime(index) : null;
    taken.put(column, new Taken(column, index, names[index].strip(), why, detail));
  }

  /** How the first time is read, in words; null if it is none. */
  private String firstTime(int index) {
    String cell =
        rows.stream()
            .map(row -> index < row.length ? row[index].strip() : "")
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    String words = TimeProbe.words(time, cell);
    return words == null ? null : words + " in the first row";
  }

  private void refuseIncomplete() {
    if (isLog()) {
      return;
    }
    String lacking =
        taken.containsKey(Column.ITEM)
            ? "session or user column"
            : taken.containsKey(Column.SESSION) || taken.containsKey(Column.USER)
                ? "item column"
                : "item column and no session or user column";
    if (headerLine) {
      throw new DataException(
          file,
          1,
          "the header has no %s by a name that is known; it has %s: say which with --columns, as in"
                  .formatted(lacking, seen())
              + " --columns session=NAME,item=NAME,time=NAME");
    }
    throw new DataException(
        file,
        1,
        "no header, it seems: %s; say by number which column holds what, as in --columns"
                .formatted(Shown.quoted(String.join(" | ", rows.get(0))))
            + " session=1,item=2,time=3");
  }

  private String seen() {
    return Header.shown(Arrays.stream(names).map(String::strip).toArray(String[]::new));
  }
}
