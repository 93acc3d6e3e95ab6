package io.sbr.bench.http.undertow;

import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpListener;
import io.sbr.server.http.HttpPlace;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * A port that Undertow listens at, set up as {@code io.undertow.Undertow} sets itself up: one
 * thread accepts, as many as there are processors, two at least, read, answer and write. It is put
 * together by hand because that class can only end all at once, and a server first refuses.
 *
 * <p>Without what a measurement does not need: TLS, a bound for all bodies together, and answers of
 * {@link HttpHandler#refused}'s own form to what is no HTTP, which Undertow answers itself with an
 * empty 400.
 */
public final class UndertowListener implements HttpListener {
  private static final int IO_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final int TASK_THREADS = 1;
  private static final int BACKLOG = 1024;
  private static final int HEADER_BYTES = 8 << 10;

  /** What Undertow itself takes: a write of 16 KiB with what TLS would add. */
  private static final int BUFFER_BYTES = (16 << 10) - 20;

  private static final int BUFFERS_OF_A_THREAD = 4;
  private static final int PATIENCE_SECONDS = 10;

  private final XnioWorker worker;
  private final DefaultByteBufferPool buffers;
  private final AcceptingChannel<StreamConnection> port;
  private final UndertowBridge bridge;

  private UndertowListener(
      XnioWorker worker,
      DefaultByteBufferPool buffers,
      AcceptingChannel<StreamConnection> port,
      UndertowBridge bridge) {
    this.worker = worker;
    this.buffers = buffers;
    this.port = port;
    this.bridge = bridge;
  }

  /**
   * Opens a port.
   *
   * @param name of the threads
   * @throws IOException naming the place if it cannot be opened, because it is taken for example
   * @throws IllegalArgumentException if TLS is asked for
   */
  public static UndertowListener open(
      String name, HttpPlace place, HttpLimits limits, HttpHandler handler) throws IOException {
    if (place.identity().isPresent()) {
      throw new IllegalArgumentException("Undertow is measured without TLS");
    }
    XnioWorker worker = Xnio.getInstance().createWorker(threads(name));
    DefaultByteBufferPool buffers =
        new DefaultByteBufferPool(true, BUFFER_BYTES, -1, BUFFERS_OF_A_THREAD);
    UndertowBridge bridge = new UndertowBridge(handler, limits);
    HttpOpenListener http = new HttpOpenListener(buffers, http());
    http.setRootHandler(new HttpContinueReadHandler(bridge));
    try {
      AcceptingChannel<StreamConnection> port =
          worker.createStreamConnectionServer(
              new InetSocketAddress(place.host(), place.port()),
              ChannelListeners.openListenerAdapter(http),
              sockets(limits));
      port.resumeAccepts();
      return new UndertowListener(worker, buffers, port, bridge);
    } catch (IOException e) {
      end(worker, buffers);
      throw new IOException(
          "cannot listen at %s:%d: %s".formatted(place.host(), place.port(), e.getMessage()), e);
    }
  }

  /** Tasks are never given to XNIO's pool, which must have a thread all the same. */
  private static OptionMap threads(String name) {
    return OptionMap.builder()
        .set(Options.WORKER_NAME, name)
        .set(Options.WORKER_IO_THREADS, IO_THREADS)
        .set(Options.WORKER_TASK_CORE_THREADS, TASK_THREADS)
        .set(Options.WORKER_TASK_MAX_THREADS, TASK_THREADS)
        .set(Options.TCP_NODELAY, true)
        .getMap();
  }

  private static OptionMap http() {
    return OptionMap.builder()
        .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
        .set(UndertowOptions.MAX_HEADER_SIZE, HEADER_BYTES)
        .set(UndertowOptions.MAX_ENTITY_SIZE, -1L) // the reader bounds it, and tells why
        .set(UndertowOptions.DECODE_URL, false) // the router does
        .set(UndertowOptions.ALWAYS_SET_DATE, true)
        .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false) // HTTP/1.1 means it, Jetty says nothing
        .getMap();
  }

  private static OptionMap sockets(HttpLimits limits) {
    int idle = Math.toIntExact(limits.idle().toMillis());
    return OptionMap.builder()
        .set(Options.WORKER_IO_THREADS, IO_THREADS)
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BALANCING_TOKENS, 1)
        .set(Options.BALANCING_CONNECTIONS, 2)
        .set(Options.BACKLOG, BACKLOG)
        .set(Options.READ_TIMEOUT, idle) // UndertowOptions.IDLE_TIMEOUT alone ends nothing
        .set(Options.WRITE_TIMEOUT, idle)
        .set(Options.CONNECTION_HIGH_WATER, limits.connections())
        .set(Options.CONNECTION_LOW_WATER, limits.connections())
        .getMap();
  }

  @Override
  public int port() {
    return port.getLocalAddress(InetSocketAddress.class).getPort();
  }

  @Override
  public int underWay() {
    return bridge.underWay();
  }

  @Override
  public void refuse() {
    IoUtils.safeClose(port);
  }

  @Override
  public void close() {
    refuse();
    end(worker, buffers);
  }

  private static void end(XnioWorker worker, DefaultByteBufferPool buffers) {
    worker.shutdownNow();
    try {
      worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    buffers.close();
  }
}
