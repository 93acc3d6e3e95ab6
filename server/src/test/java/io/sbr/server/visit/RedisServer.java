package io.sbr.server.visit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A {@code redis-server} of this machine on a port of its own; what it holds ends with it. */
public final class RedisServer implements AutoCloseable {
  /** Of libraries that say each try to connect. Held, or their levels are forgotten. */
  private static final List<Logger> LIBRARIES =
      Stream.of("io.lettuce", "io.netty").map(Logger::getLogger).toList();

  private final Path binary;
  private final Path folder;
  private final int port;
  private Process process;

  private RedisServer(Path binary) throws IOException {
    this.binary = binary;
    folder = Files.createTempDirectory("redis");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  /**
   * Starts one; where there is none the test is skipped and says so, or fails with {@code
   * REQUIRE_REDIS=true} in the environment.
   */
  public static RedisServer start() throws Exception {
    Path found =
        Stream.of(System.getenv("PATH").split(":"))
            .map(folder -> Path.of(folder, "redis-server"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    if (found == null) {
      String reason = "no redis-server on this machine";
      if (Boolean.parseBoolean(System.getenv("REQUIRE_REDIS"))) {
        throw new AssertionError(reason + ", and REQUIRE_REDIS=true");
      }
      System.out.println("skipped: " + reason);
      Assumptions.abort(reason);
    }
    LIBRARIES.forEach(library -> library.setLevel(Level.SEVERE));
    RedisServer server = new RedisServer(found);
    server.again();
    return server;
  }

  /** Starts it anew, at the same place and without what it held. */
  public void again() throws Exception {
    process =
        new ProcessBuilder(
                binary.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    for (int i = 0; ; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
        return;
      } catch (IOException e) {
        if (i == 200 || !process.isAlive()) {
          throw new AssertionError(Files.readString(folder.resolve("log")), e);
        }
        Thread.sleep(25);
      }
    }
  }

  /** Ends it as a power failure would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  /** Stops it, {@code STOP}, or lets it go on, {@code CONT}. */
  public void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Where it is. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() throws InterruptedException, IOException {
    kill();
    Files.deleteIfExists(folder.resolve("log"));
    Files.deleteIfExists(folder);
  }
}
