package io.sbr.bench.load.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Clients that ask and ask, and never read an answer. Their windows are small, or the system itself
 * would read megabytes for them.
 *
 * @param server its address
 * @param request what they ask
 * @param count of clients
 * @param hold how long they go on
 */
record DeafClients(InetSocketAddress server, byte[] request, int count, Duration hold)
    implements Fault {
  private static final int WINDOW = 4 << 10;
  private static final long PAUSE_MILLIS = 20;

  /** One of them. */
  private static final class Client {
    final SocketChannel channel;
    final ByteBuffer rest;
    long sent;

    Client(SocketChannel channel, byte[] request) {
      this.channel = channel;
      this.rest = ByteBuffer.wrap(request);
    }

    /** Sends what is taken; whether the connection is still there. */
    boolean ask() {
      try {
        for (int taken = 1; taken > 0; sent += taken) {
          if (!rest.hasRemaining()) {
            rest.rewind();
          }
          taken = channel.write(rest);
        }
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }

  @Override
  public Outcome run(Visits visits) throws IOException, InterruptedException {
    List<Client> all = new ArrayList<>();
    int ended = 0;
    try {
      for (int i = 0; i < count; i++) {
        all.add(new Client(connect(), request));
      }
      List<Client> open = new ArrayList<>(all);
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < hold.toNanos()) {
        int before = open.size();
        open.removeIf(client -> !client.ask());
        ended += before - open.size();
        Thread.sleep(PAUSE_MILLIS);
      }
    } finally {
      for (Client client : all) {
        client.channel.close();
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("clients", count);
    figures.put("seconds", hold.toMillis() / 1e3);
    figures.put("bytes_taken", all.stream().mapToLong(client -> client.sent).sum());
    figures.put("ended_by_server", ended);
    return new Outcome(true, figures);
  }

  private SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW); // before it connects, or too late
    channel.connect(server);
    channel.configureBlocking(false);
    return channel;
  }
}
