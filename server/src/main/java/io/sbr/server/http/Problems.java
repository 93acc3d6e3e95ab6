package io.sbr.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.data.Shown;
import java.util.LinkedHashMap;
import java.util.Map;

/** What went wrong, for programs (RFC 9457). */
public final class Problems {
  /** Its media type. */
  public static final String TYPE = "application/problem+json";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"));

  private Problems() {}

  /**
   * As an answer.
   *
   * @param detail one sentence on this request
   */
  public static HttpAnswer answer(int status, String detail) {
    return HttpAnswer.of(status, TYPE, json(status, TITLES.getOrDefault(status, "Error"), detail));
  }

  /** As JSON. */
  public static byte[] json(int status, String title, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", Shown.text(detail));
    try {
      return MAPPER.writeValueAsBytes(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem is made of plain values", e);
    }
  }
}
