package io.sbr.server.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status such as 200
 * @param headers beside the body's length, {@code Content-Type} among them if there is a body
 * @param body perhaps empty
 * @param told what the access log says of it beside the status, by name
 */
public record HttpAnswer(
    int status, Map<String, String> headers, byte[] body, Map<String, Object> told) {
  private static final byte[] NOTHING = {};

  /** An answer with a body. */
  public static HttpAnswer of(int status, String type, byte[] body) {
    return new HttpAnswer(status, Map.of("Content-Type", type), body, Map.of());
  }

  /** An answer without one. */
  public static HttpAnswer empty(int status) {
    return new HttpAnswer(status, Map.of(), NOTHING, Map.of());
  }

  /** The same with a header more. */
  public HttpAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new HttpAnswer(status, more, body, told);
  }

  /** The same with something for the access log. */
  public HttpAnswer telling(Map<String, Object> more) {
    return new HttpAnswer(status, headers, body, more);
  }
}
