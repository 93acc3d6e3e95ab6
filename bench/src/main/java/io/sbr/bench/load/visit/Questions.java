package io.sbr.bench.load.visit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.load.drive.HttpText;
import io.sbr.data.Dataset;
import io.sbr.models.ask.AskedFilter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Beginnings of a data set's test sessions as requests to {@code sbr serve}.
 *
 * @param server its address
 * @param run which run is asked; the server's first if none is named
 * @param k items of an answer
 * @param filters {@code COLUMN=VALUE} each, of the items that are wanted
 * @param data whose items' ids the run knows
 */
public record Questions(
    URI server, Optional<String> run, int k, List<String> filters, Dataset data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Most clicks that are sent: the last ones of a longer session, as a client of a shop would. */
  private static final int MOST_CLICKS = 500;

  /** Checks that there is something to ask about. */
  public Questions {
    filters = List.copyOf(filters);
    if (data.test().count() == 0) {
      throw new IllegalArgumentException(
          "--data " + data.name() + ": has no test part, and its sessions are what is asked about");
    }
  }

  /** What comes after the first clicks of a test session. */
  public byte[] stateless(int session, int clicks) {
    List<String> items =
        IntStream.range(Math.max(0, clicks - MOST_CLICKS), clicks)
            .mapToObj(position -> id(session, position))
            .toList();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("items", items);
    body.put("k", k);
    run.ifPresent(name -> body.put("run", name));
    if (!filters.isEmpty()) {
      body.put("filter", AskedFilter.of(filters).columns());
    }
    try {
      return HttpText.post(server, "/v1/recommend", JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a question is made of plain values", e);
    }
  }

  /** What comes after one click of a test session, told to a server that remembers those before. */
  byte[] click(String visitor, int session, int position) {
    StringBuilder target = new StringBuilder("/v1/recommend?session_id=").append(visitor);
    target.append("&item_id=").append(encoded(id(session, position)));
    target.append("&user_consent=true&k=").append(k);
    run.ifPresent(name -> target.append("&run=").append(encoded(name)));
    filters.forEach(filter -> target.append("&filter=").append(encoded(filter)));
    return HttpText.get(server, target.toString());
  }

  private String id(int session, int position) {
    return data.items().id(data.test().item(session, position));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
