package io.sbr.server.http;

import java.util.Optional;
import java.util.function.Function;

/**
 * A request whose body has been read.
 *
 * @param method such as {@code GET}
 * @param path as it was sent: not decoded, without the query
 * @param query as it was sent; empty if there is none
 * @param headers by name, in any case; null where one is absent
 * @param body all of it
 * @param begun {@link System#nanoTime} when its first byte was read
 */
public record HttpRequest(
    String method,
    String path,
    String query,
    Function<String, String> headers,
    byte[] body,
    long begun) {
  /** The value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.apply(name));
  }
}
