package io.sbr.bench.load.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Connections that are opened and then say nothing, every other one in the middle of a header.
 *
 * @param server its address
 * @param count of connections
 * @param hold how long they stay
 */
record HalfOpen(InetSocketAddress server, int count, Duration hold) implements Fault {
  private static final byte[] HALF_A_HEADER =
      "POST /v1/recommend HTTP/1.1\r\nHost: half\r\nContent-".getBytes(StandardCharsets.US_ASCII);

  @Override
  public Outcome run(Visits visits) throws IOException {
    List<SocketChannel> open = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    try (Selector selector = Selector.open()) {
      long begin = System.nanoTime();
      String stopped = null;
      while (open.size() < count && stopped == null) {
        try {
          open.add(half(selector, open.size() % 2 == 0));
        } catch (IOException e) {
          stopped = String.valueOf(e.getMessage());
        }
      }
      figures.put("connections", open.size());
      figures.put("opened_in_seconds", (System.nanoTime() - begin) / 1e9);
      if (stopped != null) {
        figures.put("opening_stopped", stopped);
      }
      int ended = ended(selector);
      figures.put("held_seconds", hold.toMillis() / 1e3);
      figures.put("ended_by_server", ended);
      return new Outcome(stopped == null, figures);
    } finally {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
  }

  private SocketChannel half(Selector selector, boolean silent) throws IOException {
    SocketChannel channel = Exchange.connect(server);
    channel.configureBlocking(false);
    if (!silent) {
      channel.write(ByteBuffer.wrap(HALF_A_HEADER));
    }
    channel.register(selector, SelectionKey.OP_READ);
    return channel;
  }

  /** How many the server ends while they are held. */
  private int ended(Selector selector) throws IOException {
    int[] ended = {0};
    ByteBuffer buffer = ByteBuffer.allocate(4 << 10);
    long begin = System.nanoTime();
    for (long rest = hold.toMillis(); rest > 0; ) {
      selector.select(
          key -> {
            if (isOver((SocketChannel) key.channel(), buffer.clear())) {
              key.cancel();
              ended[0]++;
            }
          },
          rest);
      rest = hold.toMillis() - (System.nanoTime() - begin) / 1_000_000;
    }
    return ended[0];
  }

  private static boolean isOver(SocketChannel channel, ByteBuffer buffer) {
    try {
      return channel.read(buffer) < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
