package io.sbr.spark.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.cli.ask.CsvIds;
import io.sbr.data.DataException;
import io.sbr.data.Shown;
import io.sbr.models.ask.ClicksJson;
import io.sbr.models.ask.NamedSession;
import io.sbr.models.pipeline.Clicks;
import java.util.List;

/**
 * A session to be answered.
 *
 * @param id as the input names it
 * @param clicks of it
 */
record AskedSession(String id, Clicks clicks) {
  private static final String ITEMS = "items";
  private static final String NAMELESS = "no \"" + NamedSession.SESSION + "\"";

  /**
   * Reads a row of the input: {@code {"session":"s1","items":["a","b"]}} and whatever else {@link
   * NamedSession} knows of a session. Where a column has no room for lists, as in CSV, items are
   * ids between commas.
   *
   * @param row as JSON
   * @throws DataException that says what is wrong with it
   */
  static AskedSession of(String row) {
    try {
      JsonNode json = ClicksJson.read(row);
      if (!(json instanceof ObjectNode object)) {
        throw new IllegalArgumentException("no object with \"session\" and \"items\"");
      }
      if (object.path(ITEMS).isTextual()) {
        List<String> ids = CsvIds.parse(object.get(ITEMS).textValue());
        ids.forEach(object.putArray(ITEMS)::add);
      }
      NamedSession named = NamedSession.of(object);
      return new AskedSession(
          named.name().orElseThrow(() -> new IllegalArgumentException(NAMELESS)), named.clicks());
    } catch (IllegalArgumentException e) {
      throw new DataException("a row is no session: " + Shown.brief(row) + ": " + e.getMessage());
    }
  }
}
