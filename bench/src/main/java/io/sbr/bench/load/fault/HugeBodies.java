package io.sbr.bench.load.fault;

import io.sbr.bench.load.drive.HttpText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Bodies that are far too large, one after another; every other one comes in chunks, and so does
 * not say how long it will be.
 *
 * @param server its address
 * @param url the same as it was given
 * @param count of bodies
 * @param bytes of each
 */
record HugeBodies(InetSocketAddress server, URI url, int count, long bytes) implements Fault {
  private static final int PIECE = 64 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public Outcome run(Visits visits) throws IOException {
    Map<String, Integer> ends = new TreeMap<>();
    long most = 0;
    double longest = 0;
    for (int i = 0; i < count; i++) {
      Exchange exchange = Exchange.of(server, i % 2 == 0 ? whole() : chunks(), PATIENCE);
      ends.merge(exchange.end(), 1, Integer::sum);
      most = Math.max(most, exchange.sent());
      longest = Math.max(longest, exchange.seconds());
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("bodies", count);
    figures.put("bytes", bytes);
    figures.put("ends", ends);
    figures.put("most_bytes_taken", most);
    figures.put("max_seconds", longest);
    boolean refused = ends.keySet().stream().allMatch(end -> end.matches("4..|closed"));
    return new Outcome(refused, figures);
  }

  private Iterator<ByteBuffer> whole() {
    byte[] piece = blanks(PIECE);
    return pieces(
        HttpText.postHead(url, "/v1/recommend", bytes),
        piece,
        ByteBuffer.wrap(piece, 0, (int) (bytes % PIECE)));
  }

  private Iterator<ByteBuffer> chunks() {
    String blanks = new String(blanks(PIECE), StandardCharsets.US_ASCII);
    String head =
        HttpText.postHead(url, "/v1/recommend", 0)
            .replace("Content-Length: 0", "Transfer-Encoding: chunked");
    byte[] chunk = "%x\r\n%s\r\n".formatted(PIECE, blanks).getBytes(StandardCharsets.US_ASCII);
    return pieces(head, chunk, buffer("0\r\n\r\n"));
  }

  private Iterator<ByteBuffer> pieces(String head, byte[] piece, ByteBuffer end) {
    Stream<ByteBuffer> body =
        LongStream.range(0, bytes / PIECE).mapToObj(i -> ByteBuffer.wrap(piece));
    return Stream.of(Stream.of(buffer(head)), body, Stream.of(end)).flatMap(s -> s).iterator();
  }

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What JSON may begin with for as long as it likes. */
  private static byte[] blanks(int count) {
    byte[] blanks = new byte[count];
    Arrays.fill(blanks, (byte) ' ');
    return blanks;
  }
}
