package io.sbr.server.jetty;

import io.sbr.server.http.HttpHandler;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpListener;
import io.sbr.server.http.HttpPlace;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A port that Jetty listens at. One thread accepts, one selects; the few others parse and write.
 * None of them waits for a model or for a client, so there need not be more of them than that.
 */
public final class JettyListener implements HttpListener {
  private static final int THREADS = Math.max(16, 2 * Runtime.getRuntime().availableProcessors());
  private static final int KEPT_THREADS = 4;
  private static final int BACKLOG = 1024;
  private static final int HEADER_BYTES = 8 << 10;

  /** Bytes of all bodies that are under way; what is made of them takes several times as much. */
  private static final long BODIES = Runtime.getRuntime().maxMemory() / 8;

  /** An id in a path may hold anything: it is told apart by its slashes before it is decoded. */
  private static final UriCompliance PATHS =
      UriCompliance.RFC3986.with(
          "sbr",
          UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
          UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
          UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER);

  private static final Logger LOG = Logger.getLogger(JettyListener.class.getName());

  private final Server server;
  private final ServerConnector connector;
  private final JettyBridge bridge;

  private JettyListener(Server server, ServerConnector connector, JettyBridge bridge) {
    this.server = server;
    this.connector = connector;
    this.bridge = bridge;
  }

  /**
   * Opens a port.
   *
   * @param name of the threads
   * @throws IOException naming the place if it cannot be opened, because it is taken for example
   */
  public static JettyListener open(
      String name, HttpPlace place, HttpLimits limits, HttpHandler handler) throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, KEPT_THREADS);
    threads.setName(name);
    Server server = new Server(threads);
    ServerConnector connector =
        place.identity().isPresent()
            ? new ServerConnector(server, 1, 1, tls(place), plain(limits))
            : new ServerConnector(server, 1, 1, plain(limits));
    connector.setHost(place.host());
    connector.setPort(place.port());
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    JettyBridge bridge =
        new JettyBridge(handler, limits, new BodyRoom(Math.max(BODIES, limits.body())), threads);
    server.setHandler(bridge);
    server.setErrorHandler(new JettyErrors(bridge));
    server.setStopTimeout(0);
    JettyListener listener = new JettyListener(server, connector, bridge);
    try {
      server.start();
      return listener;
    } catch (Exception e) {
      listener.close();
      Throwable cause = e instanceof IOException && e.getCause() != null ? e.getCause() : e;
      throw new IOException(
          "cannot listen at %s:%d: %s".formatted(place.host(), place.port(), cause.getMessage()),
          e);
    }
  }

  private static HttpConnectionFactory plain(HttpLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setIdleTimeout(limits.idle().toMillis());
    http.setUriCompliance(PATHS);
    return new HttpConnectionFactory(http);
  }

  private static SslConnectionFactory tls(HttpPlace place) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(place.identity().orElseThrow());
    context.setKeyStorePassword("");
    context.setSniRequired(false);
    return new SslConnectionFactory(context, "http/1.1");
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public int underWay() {
    return bridge.underWay();
  }

  /** Bytes of bodies that are under way. */
  long bodyBytes() {
    return bridge.bodyBytes();
  }

  @Override
  public void refuse() {
    connector.close();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "the HTTP server did not end well", e);
    }
    server.destroy();
  }
}
