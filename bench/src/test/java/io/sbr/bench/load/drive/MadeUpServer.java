package io.sbr.bench.load.drive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers whatever a test says. */
public final class MadeUpServer implements AutoCloseable {
  /** Answers one request. */
  public interface Handler {
    /** What is answered to a request; {@code target} has path and query. */
    Said answer(String target, String body) throws InterruptedException;
  }

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param body may be empty
   * @param header more fields
   */
  public record Said(int status, String body, Map<String, String> header) {
    /** 200. */
    public static Said ok(String body) {
      return new Said(200, body, Map.of());
    }

    /** Another status, without body. */
    public static Said status(int status) {
      return new Said(status, "", Map.of());
    }
  }

  /** What was asked, in order: target and body. */
  public final Queue<String> asked = new ConcurrentLinkedQueue<>();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Handler handler;

  /** Opens a port. */
  public MadeUpServer(Handler handler) throws IOException {
    this.handler = handler;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String target = exchange.getRequestURI().toString();
    asked.add(target + " " + body);
    try {
      Said said = handler.answer(target, body);
      said.header.forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = said.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(said.status, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** The same for an option. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + address().getPort());
  }

  /** A load of one question, even arrivals. */
  LoadResult load(double rate, int connections, double seconds, double deadline)
      throws InterruptedException {
    try {
      return OpenLoop.start(
              address(),
              OpenLoopTest.settings(rate, connections, 0, seconds, deadline),
              () -> new Request(HttpText.get(url(), "/"), null))
          .result();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
