package io.sbr.bench.load.drive;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts an HTTP/1.1 answer together from what a connection gives, piece by piece (RFC 9112): a body
 * has a length, or comes in chunks, or ends with the connection. One answer at a time, since
 * nothing is asked on a connection before the answer of what was asked before.
 */
public final class AnswerReader {
  private static final int MOST_HEADER = 64 << 10;
  private static final int MOST_BODY = 1 << 29;
  private static final byte[] HEADER_END = {'\r', '\n', '\r', '\n'};
  private static final int UNTIL_THE_END = -1;

  private byte[] bytes = new byte[4 << 10];
  private int count;
  private int bodyAt;
  private int status;
  private boolean last;
  private boolean chunked;
  private int length;
  private int chunkAt;
  private int decoded;

  /** Whether an answer has begun and is not whole. */
  public boolean hasBegun() {
    return count > 0;
  }

  /**
   * Takes what has come.
   *
   * @return the answer, once it is whole; then the next one may come
   * @throws ProtocolException if it is no answer of HTTP/1.1, or more came than one
   */
  public Optional<Answer> take(ByteBuffer piece) throws ProtocolException {
    int more = piece.remaining();
    if (count + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + more));
    }
    piece.get(bytes, count, more);
    count += more;
    if (bodyAt == 0 && !readHeader()) {
      return Optional.empty();
    }
    int end = bodyEnd();
    if (end < 0) {
      return Optional.empty();
    }
    if (end < count) {
      throw new ProtocolException("more bytes than an answer");
    }
    return Optional.of(whole());
  }

  /** The connection has ended: the answer, if that was its end. */
  public Optional<Answer> end() {
    if (bodyAt == 0 || chunked || length != UNTIL_THE_END) {
      return Optional.empty();
    }
    decoded = count - bodyAt;
    return Optional.of(whole());
  }

  private Answer whole() {
    Answer answer = new Answer(status, Arrays.copyOfRange(bytes, bodyAt, bodyAt + decoded), last);
    count = 0;
    bodyAt = 0;
    return answer;
  }

  private boolean readHeader() throws ProtocolException {
    int end = find(HEADER_END, 0);
    if (end < 0) {
      if (count > MOST_HEADER) {
        throw new ProtocolException("a header without end");
      }
      return false;
    }
    String[] lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
    if (!lines[0].matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      throw new ProtocolException("no status line");
    }
    status = Integer.parseInt(lines[0].substring(9, 12));
    last = lines[0].startsWith("HTTP/1.0");
    chunked = false;
    length = status == 204 || status == 304 ? 0 : UNTIL_THE_END;
    for (int i = 1; i < lines.length; i++) {
      readField(lines[i]);
    }
    last |= length == UNTIL_THE_END && !chunked;
    bodyAt = end + HEADER_END.length;
    chunkAt = bodyAt;
    decoded = 0;
    return true;
  }

  private void readField(String line) throws ProtocolException {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw new ProtocolException("a header field without name");
    }
    String value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
    switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "content-length" -> length = number(value, 10);
      case "transfer-encoding" -> chunked = value.equals("chunked");
      case "connection" -> last |= value.equals("close");
      default -> {} // says nothing of where the answer ends
    }
  }

  /** Where the body ends among the bytes; negative if it is not there yet. */
  private int bodyEnd() throws ProtocolException {
    if (chunked) {
      return chunksEnd();
    }
    if (length == UNTIL_THE_END || count - bodyAt < length) {
      return -1;
    }
    decoded = length;
    return bodyAt + length;
  }

  /** Moves what is in chunks together behind the header, and goes on where it stopped. */
  private int chunksEnd() throws ProtocolException {
    while (true) {
      int lineEnd = find(new byte[] {'\r', '\n'}, chunkAt);
      if (lineEnd < 0) {
        return -1;
      }
      String line = new String(bytes, chunkAt, lineEnd - chunkAt, StandardCharsets.ISO_8859_1);
      int size = number(line.split(";", 2)[0].strip(), 16);
      int next = lineEnd + 2 + size + 2;
      if (next > count) {
        return -1;
      }
      if (size == 0) {
        return next; // trailers are not asked for, so none come
      }
      System.arraycopy(bytes, lineEnd + 2, bytes, bodyAt + decoded, size);
      decoded += size;
      chunkAt = next;
    }
  }

  private static int number(String text, int radix) throws ProtocolException {
    try {
      int number = Integer.parseInt(text, radix);
      if (number >= 0 && number <= MOST_BODY) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ProtocolException("no length of a body: " + text);
  }

  private int find(byte[] wanted, int from) {
    for (int at = from; at + wanted.length <= count; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}
