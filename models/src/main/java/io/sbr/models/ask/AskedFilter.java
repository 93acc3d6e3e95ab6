package io.sbr.models.ask;

import com.fasterxml.jackson.databind.JsonNode;
import io.sbr.data.Shown;
import io.sbr.models.catalogue.ItemFilter;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Filters by attributes as whoever asks writes them: {@code column=value}, again for each further
 * value and column, or in JSON <code>{"category":["shoes","boots"],"available":true}</code>. One of
 * a column's values is enough, and every column must fit.
 */
public final class AskedFilter {
  private AskedFilter() {}

  /**
   * The filter of texts.
   *
   * @param conditions {@code column=value} each; of several {@code =} the first counts
   * @throws IllegalArgumentException naming the first that is none
   */
  public static ItemFilter of(List<String> conditions) {
    ItemFilter filter = ItemFilter.NONE;
    for (String condition : conditions) {
      int equals = condition.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            Shown.quoted(condition) + " is no filter: expected COLUMN=VALUE");
      }
      filter = filter.where(condition.substring(0, equals), condition.substring(equals + 1));
    }
    return filter;
  }

  /**
   * The filter of an object.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static ItemFilter of(JsonNode object) {
    if (!object.isObject()) {
      throw new IllegalArgumentException("\"filter\" is no object of columns");
    }
    ItemFilter filter = ItemFilter.NONE;
    for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> column = all.next();
      JsonNode values = column.getValue();
      filter = filter.where(column.getKey()); // no value: no item has one of none
      for (JsonNode value : values.isArray() ? values : List.of(values)) {
        filter = filter.where(column.getKey(), text(column.getKey(), value));
      }
    }
    return filter;
  }

  private static String text(String column, JsonNode value) {
    if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
      throw new IllegalArgumentException(
          "the filter of %s holds %s: a text, a number, true or false was expected"
              .formatted(Shown.quoted(column), Shown.quoted(value.toString())));
    }
    return value.asText();
  }
}
