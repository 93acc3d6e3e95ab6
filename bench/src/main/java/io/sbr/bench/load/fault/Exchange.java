package io.sbr.bench.load.fault;

import io.sbr.bench.load.drive.Answer;
import io.sbr.bench.load.drive.AnswerReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;

/**
 * One connection that sends whatever it likes, and looks what comes back. It never waits for the
 * one without looking for the other: a server may answer, or hang up, long before all is sent.
 *
 * @param end status of the answer; {@code closed} if the connection ended without one, {@code
 *     silent} if nothing happened, {@code no HTTP} if what came was no answer
 * @param sent bytes that the system took
 * @param seconds from the first byte to the end
 */
record Exchange(String end, long sent, double seconds) {
  private static final int STATUS_LINE = "HTTP/1.1 200".length();
  private static final int CONNECT_MILLIS = 10_000;

  /**
   * Sends pieces, then ends its own direction, until the first line of an answer is there.
   *
   * @param patience for all of it
   */
  static Exchange of(InetSocketAddress server, Iterator<ByteBuffer> pieces, Duration patience)
      throws IOException {
    long begin = System.nanoTime();
    try (Selector selector = Selector.open();
        SocketChannel channel = connect(server)) {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      Sending sending = new Sending(pieces);
      ByteBuffer line = ByteBuffer.allocate(STATUS_LINE);
      Optional<String> end = Optional.empty();
      while (end.isEmpty()) {
        long rest = patience.toNanos() - (System.nanoTime() - begin);
        if (rest <= 0) {
          end = Optional.of("silent");
          break;
        }
        selector.select(Math.max(1, rest / 1_000_000));
        selector.selectedKeys().clear();
        end = key.isReadable() ? read(channel, line) : Optional.empty();
        if (end.isEmpty() && key.isWritable() && !sending.go(channel)) {
          key.interestOps(SelectionKey.OP_READ);
        }
      }
      return new Exchange(end.get(), sending.sent, (System.nanoTime() - begin) / 1e9);
    }
  }

  static Exchange of(InetSocketAddress server, byte[] bytes, Duration patience) throws IOException {
    return of(server, Collections.singleton(ByteBuffer.wrap(bytes)).iterator(), patience);
  }

  /** Sends a proper request and waits for the whole answer. */
  static Answer ask(InetSocketAddress server, byte[] request, Duration patience)
      throws IOException {
    try (SocketChannel channel = connect(server)) {
      channel.socket().setSoTimeout((int) patience.toMillis());
      channel.socket().getOutputStream().write(request);
      AnswerReader reader = new AnswerReader();
      byte[] buffer = new byte[16 << 10];
      while (true) {
        int count = channel.socket().getInputStream().read(buffer);
        Optional<Answer> answer =
            count < 0 ? reader.end() : reader.take(ByteBuffer.wrap(buffer, 0, count));
        if (answer.isPresent()) {
          return answer.get();
        }
        if (count < 0) {
          throw new IOException("the connection ended without an answer");
        }
      }
    }
  }

  /** A connection, in blocking mode. */
  static SocketChannel connect(InetSocketAddress server) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(server, CONNECT_MILLIS);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What is still to be sent. */
  private static final class Sending {
    private final Iterator<ByteBuffer> pieces;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long sent;

    Sending(Iterator<ByteBuffer> pieces) {
      this.pieces = pieces;
    }

    /** As much as is taken now; whether there is more. */
    boolean go(SocketChannel channel) {
      try {
        if (!piece.hasRemaining()) {
          if (!pieces.hasNext()) {
            channel.shutdownOutput();
            return false;
          }
          piece = pieces.next();
        }
        sent += channel.write(piece);
        return true;
      } catch (IOException e) {
        return false; // the server takes no more; it may have said why before
      }
    }
  }

  private static Optional<String> read(SocketChannel channel, ByteBuffer line) {
    try {
      if (channel.read(line) < 0) {
        return Optional.of("closed");
      }
    } catch (IOException e) {
      return Optional.of("closed");
    }
    if (line.hasRemaining()) {
      return Optional.empty();
    }
    String text = new String(line.array(), StandardCharsets.ISO_8859_1);
    return Optional.of(text.matches("HTTP/1\\.[01] [1-5][0-9]{2}") ? text.substring(9) : "no HTTP");
  }
}
