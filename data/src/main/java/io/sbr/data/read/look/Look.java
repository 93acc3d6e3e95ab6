package io.sbr.data.read.look;

import io.sbr.data.Shown;
import io.sbr.data.read.ClickReader;
import io.sbr.data.read.Column;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a log is taken for.
 *
 * @param format name of the format
 * @param why it is taken for that format
 * @param recipe the recipe that suits what is known of the log; null for the format's first
 * @param shape how its rows are written
 * @param columns which column holds what, and why
 * @param unusedTimes columns that look like times and are not used, each with the option that takes
 *     it
 * @param guesses what is taken without the user having said so
 * @param reader of all rows, which holds them to what is taken
 */
public record Look(
    String format,
    String why,
    String recipe,
    Shape shape,
    Map<Column, Taken> columns,
    Map<String, String> unusedTimes,
    List<Guess> guesses,
    ClickReader reader) {

  /** Whether a column holds the times of clicks. */
  public boolean hasTimes() {
    return columns.containsKey(Column.TIME);
  }

  /** The names of the log's columns, fit for a message. */
  public String seen() {
    return shape.names().stream().limit(20).map(Shown::brief).collect(Collectors.joining(", "));
  }

  /** What is taken, in a few lines for the user. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("format " + format + " (" + why + "): " + shape.words());
    lines.add("columns " + String.join("; ", columnsByReason()));
    unusedTimes.forEach(
        (name, option) ->
            lines.add(
                "not used: %s looks like a time (--columns %s)"
                    .formatted(Shown.brief(name), option)));
    if (!hasTimes()) {
      lines.add("no time column: clicks stay in the order of the file (--columns time=NAME)");
    }
    return lines;
  }

  private List<String> columnsByReason() {
    List<String> groups = new ArrayList<>();
    for (Taken.Why reason : Taken.Why.values()) {
      List<String> taken =
          columns.values().stream().filter(t -> t.why() == reason).map(Taken::toString).toList();
      if (!taken.isEmpty()) {
        groups.add(reason.words() + ": " + String.join(", ", taken));
      }
    }
    return groups;
  }

  /** The same as plain values, for a report in JSON. */
  public Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("format", format);
    object.put("format_why", why);
    if (shape.dialect() != null) {
      object.put("separator", shape.dialect().separator());
      object.put("quotes", shape.quotes());
      object.put("header", shape.header());
    }
    object.put("encodings", shape.encodings().stream().map(Charset::name).toList());
    object.put("compressions", shape.compressions().stream().map(c -> c.label()).toList());
    Map<String, Object> taken = new LinkedHashMap<>();
    columns.forEach(
        (column, choice) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("name", choice.name());
          entry.put("number", choice.index() + 1);
          entry.put("why", choice.why().words());
          if (choice.detail() != null) {
            entry.put("detail", choice.detail());
          }
          taken.put(column.label(), entry);
        });
    object.put("columns", taken);
    object.put("unused_times", unusedTimes.keySet());
    object.put("guesses", guesses.stream().map(Guess::toString).toList());
    return object;
  }
}
