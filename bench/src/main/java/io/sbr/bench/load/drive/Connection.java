package io.sbr.bench.load.drive;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** A connection that carries one request at a time, and is opened again whenever it has ended. */
final class Connection {
  private final InetSocketAddress server;
  private final Selector selector;
  private SocketChannel channel;
  private SelectionKey key;
  private AnswerReader reader = new AnswerReader();
  private ByteBuffer rest = ByteBuffer.allocate(0);
  private Flight flight;

  Connection(InetSocketAddress server, Selector selector) {
    this.server = server;
    this.selector = selector;
  }

  /** Opens it, and waits for that. */
  void open() throws IOException {
    channel = SocketChannel.open();
    channel.connect(server);
    ready(SelectionKey.OP_READ);
  }

  /** Begins to open it; {@link #finish} is to follow once the channel says so. */
  void reopen() throws IOException {
    close();
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.connect(server);
    ready(SelectionKey.OP_CONNECT);
  }

  /** It is open now. */
  void finish() throws IOException {
    channel.finishConnect();
    key.interestOps(SelectionKey.OP_READ);
  }

  private void ready(int interest) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = channel.register(selector, interest, this);
    reader = new AnswerReader();
    flight = null;
  }

  /** What is under way on it, or null. */
  Flight flight() {
    return flight;
  }

  /** Sends; the channel is asked to tell when it can take what did not fit. */
  void send(Flight next) throws IOException {
    flight = next;
    rest = ByteBuffer.wrap(next.request().bytes());
    write();
  }

  /** Sends the rest. */
  void write() throws IOException {
    channel.write(rest);
    key.interestOps(
        rest.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  /**
   * Reads what has come.
   *
   * @return the answer, once it is whole
   * @throws IOException if the connection ended before that
   */
  Optional<Answer> read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    Optional<Answer> answer = count < 0 ? reader.end() : reader.take(buffer.flip());
    if (count < 0 && answer.isEmpty()) {
      throw new IOException(reader.hasBegun() ? "ended within an answer" : "ended by the server");
    }
    return answer;
  }

  /** The answer is there, or is given up. */
  void landed() {
    flight = null;
  }

  void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // it is of no use any more, and that is what is wanted
    }
  }
}
