package io.sbr.bench.load.drive;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests of HTTP/1.1 as bytes. */
public final class HttpText {
  private HttpText() {}

  /** A request without body. */
  public static byte[] get(URI server, String target) {
    return (head("GET", server, target) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** A request with a body of JSON, which may be empty. */
  public static byte[] post(URI server, String target, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    byte[] head = postHead(server, target, body.length).getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  /** All that stands before a body of JSON of that many bytes. */
  public static String postHead(URI server, String target, long length) {
    return head("POST", server, target)
        + "Content-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private static String head(String method, URI server, String target) {
    return method + " " + target + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n";
  }
}
