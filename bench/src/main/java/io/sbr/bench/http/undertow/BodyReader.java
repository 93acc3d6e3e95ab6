package io.sbr.bench.http.undertow;

import io.sbr.server.http.HttpAnswer;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.Problems;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListener;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads a body as it comes, without a thread that waits, on the connection's own thread. As the
 * server's reader does, it drops what is beyond the limit and answers when all has come.
 */
final class BodyReader implements ChannelListener<StreamSourceChannel> {
  private final HttpServerExchange exchange;
  private final HttpLimits limits;
  private final Outcome outcome;
  private final StreamSourceChannel channel;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean tooLarge;
  private boolean over;
  private XnioExecutor.Key alarm;

  /** What comes of it; one of these is called, once. */
  interface Outcome {
    /** All of it has come. */
    void read(byte[] body);

    /** It will not be read; nothing can follow on this connection. */
    void refused(HttpAnswer answer);

    /** The client is gone, or sends what is no body. */
    void gone();
  }

  private BodyReader(HttpServerExchange exchange, HttpLimits limits, Outcome outcome) {
    this.exchange = exchange;
    this.limits = limits;
    this.outcome = outcome;
    this.channel = exchange.getRequestChannel();
    this.tooLarge = exchange.getRequestContentLength() > limits.body();
  }

  /** Begins. */
  static void read(HttpServerExchange exchange, HttpLimits limits, Outcome outcome) {
    BodyReader reader = new BodyReader(exchange, limits, outcome);
    if (reader.tooLarge && HttpContinue.requiresContinueResponse(exchange)) {
      reader.refuse(); // the client waits to be told before it sends
      return;
    }
    reader.handleEvent(reader.channel);
    if (!reader.over) { // seldom: most bodies are there with their headers
      reader.alarm =
          exchange
              .getIoThread()
              .executeAfter(reader::refuse, limits.bodyTime().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Takes what is there, and comes back when there is more. */
  @Override
  public void handleEvent(StreamSourceChannel source) {
    if (over) {
      return;
    }
    try {
      if (takesAll()) {
        end();
      } else {
        channel.getReadSetter().set(this);
        channel.resumeReads();
      }
    } catch (IOException e) {
      if (ends()) {
        outcome.gone();
      }
    }
  }

  /** Takes what is there; whether that was the end of it. */
  private boolean takesAll() throws IOException {
    try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
      ByteBuffer buffer = pooled.getBuffer();
      while (true) {
        buffer.clear();
        int count = channel.read(buffer);
        if (count <= 0) {
          return count < 0;
        }
        tooLarge |= bytes.size() + count > limits.body();
        if (!tooLarge) {
          byte[] piece = new byte[count];
          buffer.flip().get(piece);
          bytes.writeBytes(piece);
        }
      }
    }
  }

  private void end() {
    if (tooLarge) {
      refuse();
    } else if (ends()) {
      outcome.read(bytes.toByteArray());
    }
  }

  private void refuse() {
    if (ends()) {
      outcome.refused(
          tooLarge
              ? Problems.answer(
                  413, "the body is larger than the limit of %d bytes".formatted(limits.body()))
              : Problems.answer(408, "the body came too slowly"));
    }
  }

  /**
   * Whether this is the end.
   *
   * @return true for the first caller alone
   */
  private boolean ends() {
    if (over) {
      return false;
    }
    over = true;
    channel.suspendReads();
    if (alarm != null) {
      alarm.remove();
    }
    return true;
  }
}
