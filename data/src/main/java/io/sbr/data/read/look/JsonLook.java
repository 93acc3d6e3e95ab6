package io.sbr.data.read.look;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.read.Column;
import io.sbr.data.read.OttoReader;
import io.sbr.data.read.look.Taken.Why;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Logs of JSON lines: OTTO's, told by the fields of its first session. */
final class JsonLook {
  /** Name of the format. */
  static final String FORMAT = "otto";

  private static final Map<Column, String> FIELDS =
      new EnumMap<>(
          Map.of(
              Column.SESSION, "session",
              Column.ITEM, "aid",
              Column.TIME, "ts",
              Column.EVENT, "type"));

  private JsonLook() {}

  static boolean looksLikeJson(Sample sample) {
    String start = sample.lines().get(0).strip();
    return start.startsWith("{") || start.startsWith("[");
  }

  /**
   * What a log of JSON is.
   *
   * @param auto whether it is to be told that it is OTTO's
   * @throws DataException if it is some other JSON, or the user chooses columns
   */
  static Look at(List<Sample> samples, boolean auto, Choices choices) {
    if (auto) {
      refuseOthers(samples.get(0));
    }
    if (!choices.columns().isEmpty()
        || choices.separator() != null
        || choices.header() != null
        || choices.quoting() != null) {
      throw new DataException("format otto has fixed columns; use format csv or tsv to name them");
    }
    Map<Column, Taken> columns = new EnumMap<>(Column.class);
    FIELDS.forEach(
        (column, field) ->
            columns.put(column, new Taken(column, column.ordinal(), field, Why.FORMAT, null)));
    Shape shape =
        new Shape(
            null,
            false,
            List.copyOf(FIELDS.values()),
            samples.stream().map(Sample::encoding).toList(),
            samples.stream().map(Sample::compression).toList());
    return new Look(
        FORMAT,
        auto ? "sessions with events, one a line" : "--format",
        null,
        shape,
        columns,
        Map.of(),
        auto ? List.of(new Guess("format otto", "--format otto")) : List.of(),
        new OttoReader());
  }

  private static void refuseOthers(Sample sample) {
    Set<String> fields = fields(sample.lines().get(0));
    if (!fields.containsAll(List.of("session", "events"))) {
      String there =
          fields.isEmpty()
              ? ""
              : " of "
                  + fields.stream().limit(20).map(Shown::brief).collect(Collectors.joining(", "));
      throw new DataException(
          sample.file() + ": JSON" + there + "; of JSON only OTTO's sessions are read: export CSV");
    }
  }

  /** The names of the first object's fields; none if it is no object. */
  private static Set<String> fields(String line) {
    Set<String> fields = new LinkedHashSet<>();
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          fields.add(parser.currentName());
          parser.nextToken();
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // an object over several lines: what was read of it is enough for a message
    }
    return fields;
  }
}
