package io.sbr.data.read.look;

import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.Column;
import io.sbr.data.read.DelimitedReader;
import io.sbr.data.read.Dialect;
import io.sbr.data.read.Dialect.Quoting;
import io.sbr.data.read.Header;
import io.sbr.data.read.Layout;
import io.sbr.data.read.LogFile;
import io.sbr.data.read.TimeFormat;
import io.sbr.data.read.look.Taken.Why;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The look at a log before it is read. A million characters are enough to tell what it is; what is
 * told from the first file must hold for the others.
 */
public final class LogLook {
  /** In place of a format's name: told from the log. */
  public static final String AUTO = "auto";

  private final List<Sample> samples;
  private final Sample first;
  private final String wanted;
  private final Choices choices;
  private final List<Guess> guesses = new ArrayList<>();

  private LogLook(List<Sample> samples, String wanted, Choices choices) {
    this.samples = samples;
    this.first = samples.get(0);
    this.wanted = wanted;
    this.choices = choices;
  }

  /**
   * Looks at a log.
   *
   * @param inputs the files, in order
   * @param format name of the format, or {@link #AUTO}
   * @param choices what the user says
   * @throws DataException if a file cannot be read as a log, if something cannot be told safely, or
   *     if anything is guessed and {@link Choices#strict} is set
   */
  public static Look at(List<Path> inputs, String format, Choices choices) {
    List<Sample> samples = new ArrayList<>();
    for (Path input : inputs) {
      LogFile log = new LogFile(input, choices.encoding(), count -> {});
      samples.add(samples.isEmpty() ? Sample.of(log) : Sample.ofFurther(log));
    }
    return new LogLook(samples, format, choices).look();
  }

  private Look look() {
    boolean auto = wanted.equals(AUTO);
    if (wanted.equals(JsonLook.FORMAT) || auto && JsonLook.looksLikeJson(first)) {
      return strictly(JsonLook.at(samples, auto, choices));
    }
    if (auto) {
      PlainLook.refuse(first);
    }
    String usual = usualSeparator();
    String separator =
        choices.separator() != null ? choices.separator() : SeparatorLook.of(first, usual);
    if (choices.separator() == null && !separator.equals(usual)) {
      String name = Dialect.plain(separator).separatorName();
      guess("separator " + name, "--separator " + name);
    }
    KnownLog known = KnownLog.named(wanted);
    Dialect dialect = dialect(separator, known);
    List<String[]> rows = first.rows(dialect);
    if (auto) {
      known = knownByItself(rows);
    }
    if (known != null) {
      Dialect own = dialect(separator, known);
      return strictly(known(known, own, first.rows(own), auto));
    }
    return strictly(generic(dialect, rows));
  }

  /** The separator that the format's name promises; null if it promises none. */
  private String usualSeparator() {
    KnownLog known = KnownLog.named(wanted);
    if (known != null) {
      return known.layout().dialect().separator();
    }
    return switch (wanted) {
      case "csv" -> ",";
      case "tsv", "recbole" -> "\t";
      default -> null;
    };
  }

  private Dialect dialect(String separator, KnownLog known) {
    Quoting quoting = choices.quoting();
    if (quoting == null) {
      boolean asInCsv =
          known == null
              ? List.of(",", ";", "|").contains(separator)
              : known.layout().dialect().quoting() == Quoting.DOUBLE;
      if (asInCsv) {
        quoting = Quoting.DOUBLE;
      } else {
        quoting = samples.stream().map(s -> QuoteLook.of(s, separator)).reduce(LogLook::both).get();
        if (quoting != Quoting.NOT_SEEN) {
          guess(
              quoting == Quoting.DOUBLE ? "cells in quotes" : "quotes that are text",
              quoting == Quoting.DOUBLE ? "--quote '\"'" : "--quote none");
        }
      }
    }
    return new Dialect(separator, quoting, choices.multiline());
  }

  private static Quoting both(Quoting one, Quoting other) {
    return one == Quoting.NOT_SEEN ? other : one;
  }

  /** The vendor's log that this is, unless the user's choices say otherwise. */
  private KnownLog knownByItself(List<String[]> rows) {
    if (!choices.columns().isEmpty() || choices.time() != TimeFormat.AUTO) {
      return null;
    }
    boolean headerDenied = Boolean.FALSE.equals(choices.header());
    KnownLog byHeader = headerDenied ? null : KnownLog.withHeader(rows.get(0));
    if (byHeader != null || Boolean.TRUE.equals(choices.header())) {
      return byHeader;
    }
    boolean allAlike = rows.stream().limit(100).allMatch(row -> KnownLog.withRow(row) != null);
    return allAlike ? KnownLog.withRow(rows.get(0)) : null;
  }

  private Look known(KnownLog known, Dialect dialect, List<String[]> rows, boolean auto) {
    Layout layout = KnownColumns.chosen(known.layout().with(dialect), choices);
    Header header = Header.of(first.file(), rows.get(0), layout);
    KnownColumns.refuseTwice(header);
    List<String> names = header.inFile() ? List.of(rows.get(0)) : layout.header();
    Map<Column, Taken> columns = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      if (header.has(column)) {
        Why why = choices.columns().containsKey(column) ? Why.OPTION : Why.FORMAT;
        int index = header.index(column);
        columns.put(column, new Taken(column, index, names.get(index), why, null));
      }
    }
    String why = "--format";
    if (auto) {
      why = header.inFile() ? "its header" : "the shape of its rows";
      if (known.recipe() != null) {
        why += ", which cosmetics shares";
      }
      guess("format " + known.format(), "--format " + known.format());
    }
    return new Look(
        known.format(),
        why,
        known.recipe() != null && auto ? known.recipe() : null,
        shape(dialect, header.inFile(), names),
        columns,
        Map.of(),
        guesses,
        new DelimitedReader(layout));
  }

  private Look generic(Dialect dialect, List<String[]> rows) {
    boolean headerLine = headerLine(rows, dialect);
    String[] names = headerLine ? rows.get(0) : numbers(rows);
    SequenceForm.refuse(first.file(), names);
    List<String[]> data = headerLine ? rows.subList(1, rows.size()) : rows;
    ColumnLook look = new ColumnLook(first.file(), names, headerLine, data, choices);
    Map<Column, Taken> columns = look.take();
    columns.forEach(
        (column, taken) -> {
          if (taken.why() != Why.OPTION) {
            String choice = ColumnOption.of(column, taken.name(), taken.index());
            guess(column.label() + " = " + Shown.brief(taken.name()), "--columns " + choice);
          }
        });
    if (columns.containsKey(Column.TIME) && choices.time() == TimeFormat.AUTO) {
      guess("how times are written", "--time-format");
    }
    if (!columns.containsKey(Column.TIME) && !choices.columns().containsKey(Column.TIME)) {
      guess("clicks in the order of the file", "--columns time=none");
    }
    boolean recbole = headerLine && SequenceForm.isRecbole(names);
    String format =
        !wanted.equals(AUTO)
            ? wanted
            : recbole ? "recbole" : dialect.separator().equals("\t") ? "tsv" : "csv";
    if (wanted.equals(AUTO)) {
      guess("format " + format, "--format " + format);
    }
    return new Look(
        format,
        wanted.equals(AUTO) ? "its first rows" : "--format",
        null,
        shape(dialect, headerLine, List.of(names)),
        columns,
        columns.containsKey(Column.DAY) ? Map.of() : look.unusedTimes(),
        guesses,
        new DelimitedReader(layout(dialect, headerLine, names, columns)));
  }

  /** Whether the first line is a header: the same in all files. */
  private boolean headerLine(List<String[]> rows, Dialect dialect) {
    if (choices.header() != null) {
      return choices.header();
    }
    Collection<String> chosen = choices.columns().values();
    boolean header = HeaderLook.isHeader(first.file(), rows, chosen);
    for (Sample other : samples.subList(1, samples.size())) {
      if (!header && HeaderLook.namesColumns(other.rows(dialect).get(0))) {
        throw new DataException(other.file(), 1, "a header, and " + first.file() + " has none");
      }
    }
    boolean named = header && chosen.stream().anyMatch(List.of(rows.get(0))::contains);
    if (!named) {
      guess(header ? "a header line" : "no header line", header ? "--header" : "--no-header");
    }
    return header;
  }

  private static String[] numbers(List<String[]> rows) {
    int width = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    return IntStream.rangeClosed(1, width).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private Layout layout(
      Dialect dialect, boolean headerLine, String[] names, Map<Column, Taken> columns) {
    Map<Column, List<String>> byName = new EnumMap<>(Column.class);
    Map<Column, Integer> byPosition = new EnumMap<>(Column.class);
    columns.forEach(
        (column, taken) -> {
          boolean unique =
              List.of(names).stream().filter(n -> n.strip().equals(taken.name())).count() == 1;
          byName.put(column, List.of(taken.name()));
          if (!headerLine || !unique || taken.name().isEmpty()) {
            byPosition.put(column, taken.index());
          }
        });
    Set<Column> required = EnumSet.copyOf(columns.keySet());
    if (columns.containsKey(Column.EVENT) && columns.get(Column.EVENT).why() != Why.OPTION) {
      required.remove(Column.EVENT); // many a column is called "type", and has gaps
    }
    return new Layout(
        dialect,
        byName,
        byPosition,
        required,
        headerLine ? Layout.HeaderLine.PRESENT : Layout.HeaderLine.ABSENT,
        List.of(names),
        choices.time());
  }

  private Shape shape(Dialect dialect, boolean header, List<String> names) {
    return new Shape(
        dialect,
        header,
        names.stream().map(String::strip).toList(),
        samples.stream().map(Sample::encoding).toList(),
        samples.stream().map(Sample::compression).toList());
  }

  private void guess(String taken, String option) {
    guesses.add(new Guess(taken, option));
  }

  private Look strictly(Look look) {
    if (choices.strict() && !look.guesses().isEmpty()) {
      throw new DataException(
          "--strict, and this would be guessed: "
              + look.guesses().stream().map(Guess::toString).collect(Collectors.joining(", ")));
    }
    return look;
  }
}
