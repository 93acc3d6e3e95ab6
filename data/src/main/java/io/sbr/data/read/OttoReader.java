package io.sbr.data.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.data.file.BoundedReader;
import io.sbr.data.read.time.TimeColumn;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads OTTO's {@code .jsonl}: a session a line, {@code {"session":1,"events":[{"aid":59625,
 * "ts":1661724000278,"type":"clicks"},…]}}, types clicks, carts and orders.
 */
public final class OttoReader implements ClickReader {
  private static final Set<Column> COLUMNS =
      EnumSet.of(Column.SESSION, Column.ITEM, Column.TIME, Column.EVENT);

  private final JsonFactory json = new JsonFactory();

  @Override
  public void read(LogFile file, ClickSink sink) {
    long line = 0;
    TimeColumn times = TimeFormat.MILLIS.column();
    sink.begin(file.name(), COLUMNS);
    try (BoundedReader bounded = new BoundedReader(file.open(), Bounds.JSON_ROW);
        BufferedReader text = new BufferedReader(bounded)) {
      for (String row = text.readLine(); row != null; row = text.readLine()) {
        line++;
        bounded.restart();
        if (!row.isBlank()) {
          try (JsonParser parser = json.createParser(row)) {
            session(parser, times, sink);
          } catch (JsonProcessingException e) {
            throw new DataException(file.name(), line, "not JSON: " + oneLine(e));
          } catch (IllegalArgumentException e) {
            throw new DataException(file.name(), line, e.getMessage());
          }
        }
      }
    } catch (BoundedReader.TooLongException e) {
      throw new DataException(file.name(), line + 1, e.getMessage());
    } catch (IOException e) {
      throw file.failure(line + 1, e);
    }
    if (line == 0) {
      throw new DataException(file.name() + ": the file is empty");
    }
  }

  private static String oneLine(JsonProcessingException e) {
    return Shown.brief(e.getOriginalMessage().lines().findFirst().orElse(""));
  }

  private static void session(JsonParser parser, TimeColumn times, ClickSink sink)
      throws IOException {
    String session = null;
    // an object's fields have no order: the key may come after the events
    List<Event> events = new ArrayList<>();
    expect(parser.nextToken(), JsonToken.START_OBJECT, "a session must be an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "session" -> session = text(parser);
        case "events" -> events(parser, times, events);
        default -> parser.skipChildren();
      }
    }
    expect(parser.nextToken(), null, "more than one object");
    for (Event event : events) {
      sink.accept(new Click(session, null, event.item, event.time, Click.NONE, event.type));
    }
  }

  private static void events(JsonParser parser, TimeColumn times, List<Event> events)
      throws IOException {
    expect(parser.currentToken(), JsonToken.START_ARRAY, "events must be an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken(), JsonToken.START_OBJECT, "an event must be an object");
      String item = null;
      String type = null;
      long time = Click.NONE;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "aid" -> item = text(parser);
          case "type" -> type = text(parser);
          case "ts" -> {
            expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, "ts must be an integer");
            time = time(times, parser.getText());
          }
          default -> parser.skipChildren();
        }
      }
      if (time == Click.NONE || type == null) {
        throw new IllegalArgumentException("an event lacks its ts or type");
      }
      events.add(new Event(item, time, type));
    }
  }

  private static long time(TimeColumn times, String ts) {
    try {
      times.read(ts);
      return times.millis();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("ts " + Shown.quoted(ts) + " " + e.getMessage(), e);
    }
  }

  private static String text(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!token.isScalarValue()) {
      throw new IllegalArgumentException(parser.currentName() + " must be a number or a string");
    }
    String text = parser.getText();
    if (text.length() > Bounds.ID) {
      throw new IllegalArgumentException(
          "%s has %,d characters, at most %,d are read: %s"
              .formatted(parser.currentName(), text.length(), Bounds.ID, Shown.quoted(text)));
    }
    return text.isBlank() ? null : text;
  }

  private static void expect(JsonToken token, JsonToken expected, String otherwise) {
    if (token != expected) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private record Event(String item, long time, String type) {}
}
