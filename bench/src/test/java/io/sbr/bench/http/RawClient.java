package io.sbr.bench.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection, byte by byte: what a test sends is what is sent. */
final class RawClient implements AutoCloseable {
  final Socket socket;
  private final InputStream in;

  /**
   * What came back.
   *
   * @param status such as 200
   * @param headers by name in lower case
   * @param body as Latin 1
   */
  record Reply(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  RawClient(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** A head: its lines, and the empty one. */
  static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  /** A question without a body. */
  static String get(String target) {
    return head("GET " + target + " HTTP/1.1", "Host: x");
  }

  /** One with a body, of a length that is told. */
  static String post(String target, String body) {
    return head("POST " + target + " HTTP/1.1", "Host: x", "Content-Length: " + body.length())
        + body;
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** The next answer, to something else than HEAD. */
  Reply read() throws IOException {
    Reply head = readHead();
    boolean none = head.status() < 200 || head.status() == 204;
    int length = none ? 0 : Integer.parseInt(head.header("content-length"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("%d of %d bytes".formatted(body.length, length));
    }
    return new Reply(head.status(), head.headers(), new String(body, StandardCharsets.ISO_8859_1));
  }

  /** The next answer's status and headers alone. */
  Reply readHead() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.1 ")) {
      throw new IOException("no status line: " + status);
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Reply(Integer.parseInt(status.substring(9, 12)), headers, "");
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended after \"" + line + "\"");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /** Whether the other side has ended the connection, and said nothing more. */
  boolean isEnded() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
