package io.sbr.bench.http;

import io.sbr.server.Server;
import io.sbr.server.ServerSettings;
import io.sbr.server.api.AccessLog;
import io.sbr.server.api.ShopRules;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpListener;
import io.sbr.server.http.HttpPlace;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Serves a run as {@code sbr serve} does, by the HTTP library that is named, until it is told to
 * end; or answers without a model, so that the library alone is measured.
 */
@Command(
    name = "http",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Answers over HTTP by one library or another, for load to ask (docs/serving.md).")
public final class HttpCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--library",
      required = true,
      description = "one of ${COMPLETION-CANDIDATES}, in any case")
  private Library library;

  @ArgGroup(multiplicity = "1")
  private What what;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "on 127.0.0.1; 0 for any that is free; default ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "that compute; default 0, all processors")
  private int threads;

  /** One or the other. */
  private static final class What {
    @Option(names = "--run", paramLabel = "DIR", description = "the run to serve")
    private Path run;

    @Option(
        names = "--empty",
        description = "answer everything with the same JSON, as long as one of 20 items")
    private boolean empty;
  }

  /** What is open. */
  private record Served(int port, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException(
          "--port must be between 0 and %d, not %d".formatted(LAST_PORT, port));
    }
    if (threads < 0) {
      throw new IllegalArgumentException("--threads must be at least 0, not " + threads);
    }
    if (!what.empty && !Files.isDirectory(what.run)) {
      throw new IllegalArgumentException("--run " + what.run + ": there is no such folder");
    }
    HttpPlace place = new HttpPlace("127.0.0.1", port, Optional.empty());
    try (UntilTold end = new UntilTold();
        Served served = what.empty ? nothing(place) : run(place)) {
      System.out.printf(
          Locale.ROOT,
          "answering at %s by %s, process %d%n",
          place.url(served.port()),
          library.name().toLowerCase(Locale.ROOT),
          ProcessHandle.current().pid());
      end.await();
    }
    return 0;
  }

  private Served nothing(HttpPlace place) throws IOException {
    HttpListener listener =
        library.open("sbr-http", place, HttpLimits.DEFAULT, new ConstantAnswer());
    return new Served(listener.port(), listener::close);
  }

  private Served run(HttpPlace place) throws IOException {
    Backend backend = Backends.choose("cpu", threads).backend();
    try {
      Server server =
          Server.start(
              library,
              Map.of("default", what.run),
              backend,
              ServerSettings.at(place),
              ShopRules.none(),
              AccessLog.OFF,
              System.err::println);
      return new Served(
          server.port(),
          () -> {
            server.close();
            backend.close();
          });
    } catch (IOException | RuntimeException e) {
      backend.close();
      throw e;
    }
  }
}
