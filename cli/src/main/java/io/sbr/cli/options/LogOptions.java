package io.sbr.cli.options;

import io.sbr.data.Shown;
import io.sbr.data.file.TextEncoding;
import io.sbr.data.read.Column;
import io.sbr.data.read.Dialect.Quoting;
import io.sbr.data.read.TimeFormat;
import io.sbr.data.read.look.Choices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What a user says about a log, where its first rows do not tell or tell wrongly. */
public final class LogOptions {
  @Option(
      names = "--columns",
      paramLabel = "COLUMN=NAME",
      split = ",",
      description =
          "which columns hold session, user, item, time, day, event: names of the header, or"
              + " numbers from 1; none for a column that is not to be taken")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--time-format",
      paramLabel = "FORM",
      defaultValue = "auto",
      description =
          "how times are written: auto, seconds, millis, micros, nanos, text, or a pattern such as"
              + " 'dd/MM/yyyy HH:mm'; with :any-year at its end, years need not be 1990 to 2100")
  private String timeFormat;

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "between cells: a character, several, tab or space")
  private String separator;

  @Option(names = "--header", description = "the first line is a header")
  private boolean header;

  @Option(names = "--no-header", description = "the first line is a row")
  private boolean noHeader;

  @Option(
      names = "--quote",
      paramLabel = "\"|none",
      description = "whether cells stand in quotes, or quotes are text")
  private String quote;

  @Option(names = "--multiline", description = "a line break may stand inside a quoted cell")
  private boolean multiline;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "of the text; default utf-8, or utf-16 by its byte order mark")
  private String encoding;

  @Option(names = "--strict", description = "refuse to guess: what is not said is a fault")
  private boolean strict;

  /**
   * What was said.
   *
   * @throws UsageException if options contradict one another, or a value is none of its kind
   */
  public Choices choices() {
    if (header && noHeader) {
      throw new UsageException("--header and --no-header exclude each other");
    }
    return new Choices(
        columns(),
        TimeFormat.named(timeFormat),
        separator(),
        header ? Boolean.TRUE : noHeader ? Boolean.FALSE : null,
        encoding == null ? null : TextEncoding.named(encoding),
        quoting(),
        multiline,
        strict);
  }

  private Map<Column, String> columns() {
    Map<Column, String> chosen = new EnumMap<>(Column.class);
    for (String pair : columns) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(equals + 1).strip();
      if (name.isEmpty()) {
        throw new UsageException("--columns: COLUMN=NAME is expected, not " + Shown.quoted(pair));
      }
      Column column = column(pair.substring(0, equals).strip());
      String before = chosen.put(column, name);
      if (before != null) {
        throw new UsageException(
            "--columns: %s is both %s and %s"
                .formatted(column.label(), Shown.quoted(before), Shown.quoted(name)));
      }
    }
    return chosen;
  }

  private static Column column(String label) {
    for (Column known : Column.values()) {
      if (known.label().equals(label)) {
        return known;
      }
    }
    throw new UsageException(
        "--columns: no column '"
            + Shown.brief(label)
            + "'; there are "
            + Arrays.stream(Column.values()).map(Column::label).collect(Collectors.joining(", ")));
  }

  private String separator() {
    if (separator == null) {
      return null;
    }
    return switch (separator) {
      case "" -> throw new UsageException("--separator is empty");
      case "tab", "\\t" -> "\t";
      case "space" -> " ";
      case "comma" -> ",";
      default -> {
        if (separator.length() > 8 || separator.matches("(?s).*[\"\r\n].*")) {
          throw new UsageException("--separator cannot be " + Shown.quoted(separator));
        }
        yield separator;
      }
    };
  }

  private Quoting quoting() {
    if (quote == null) {
      return null;
    }
    return switch (quote) {
      case "\"" -> Quoting.DOUBLE;
      case "none" -> Quoting.NONE;
      default -> throw new UsageException("--quote is \" or none, not " + Shown.quoted(quote));
    };
  }
}
