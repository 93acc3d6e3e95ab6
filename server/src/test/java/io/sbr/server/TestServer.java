package io.sbr.server;

import io.sbr.kernels.cpu.CpuProvider;
import io.sbr.server.api.AccessLog;
import io.sbr.server.api.AskLimits;
import io.sbr.server.api.BearerToken;
import io.sbr.server.api.Cors;
import io.sbr.server.api.ShopRules;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.http.HttpPlace;
import io.sbr.server.serving.ServingSettings;
import io.sbr.server.visit.VisitSettings;
import io.sbr.tensor.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** A server of the small runs that are kept for tests, on a port of its own. */
final class TestServer implements AutoCloseable {
  static final Path KEPT =
      Path.of("..", "models", "src", "test", "resources", "io", "sbr", "models", "kept");

  /** Of Jetty, which says more than a test needs. Held, or its level is forgotten. */
  private static final Logger LIBRARY = Logger.getLogger("org.eclipse.jetty");

  final Backend backend;
  final Server server;
  final Asked visitor;
  final List<String> notes = new CopyOnWriteArrayList<>();

  private TestServer(
      Map<String, Path> runs, ServerSettings settings, ShopRules rules, AccessLog log)
      throws IOException {
    LIBRARY.setLevel(Level.SEVERE);
    backend = poisoned();
    server = Server.start(runs, backend, settings, rules, log, notes::add);
    visitor = new Asked(server.port());
  }

  /** Runs of the kept ones, the first asked where none is named. */
  static TestServer of(String... names) throws IOException {
    return with(settings(), names);
  }

  static TestServer with(ServerSettings settings, String... names) throws IOException {
    return with(settings, AccessLog.OFF, names);
  }

  static TestServer with(ServerSettings settings, AccessLog log, String... names)
      throws IOException {
    return new TestServer(kept(names), settings, ShopRules.none(), log);
  }

  static TestServer by(ShopRules rules, String... names) throws IOException {
    return new TestServer(kept(names), settings(), rules, AccessLog.OFF);
  }

  /** Of sessions that are remembered elsewhere. */
  static TestServer remembering(VisitSettings visits, String... names) throws IOException {
    ServerSettings usual = settings();
    ServerSettings settings =
        new ServerSettings(
            usual.place(),
            usual.admin(),
            usual.token(),
            usual.cors(),
            usual.http(),
            usual.ask(),
            usual.serving(),
            visits,
            usual.watch(),
            usual.drain());
    return with(settings, names);
  }

  /** For programs alone. */
  static TestServer withoutPage(String... names) throws IOException {
    ServerSettings usual = settings();
    ServerSettings settings =
        new ServerSettings(
            usual.place(),
            usual.admin(),
            usual.token(),
            usual.cors(),
            usual.http(),
            new AskLimits(1_000, 500, 512, 512, false),
            usual.serving(),
            usual.visits(),
            usual.watch(),
            usual.drain());
    return with(settings, names);
  }

  private static Map<String, Path> kept(String... names) {
    Map<String, Path> runs = new LinkedHashMap<>();
    for (String name : names) {
      runs.put(name.replace('+', '-'), KEPT.resolve(name));
    }
    return runs;
  }

  static TestServer of(Map<String, Path> runs, ServerSettings settings) throws IOException {
    return new TestServer(runs, settings, ShopRules.none(), AccessLog.OFF);
  }

  /** An admin port too, little warming up, and deadlines that a busy machine keeps. */
  static ServerSettings settings() {
    return settings(
        new ServingSettings(1024, Duration.ofSeconds(20), Duration.ofMillis(50)), Optional.empty());
  }

  /** The same with a token, perhaps, and runs served otherwise. */
  static ServerSettings settings(ServingSettings serving, Optional<BearerToken> token) {
    return settings(serving, token, Cors.OFF, Optional.empty());
  }

  /** The same with pages of other origins, and a watch. */
  static ServerSettings settings(
      ServingSettings serving, Optional<BearerToken> token, Cors cors, Optional<Duration> watch) {
    HttpPlace place = new HttpPlace("127.0.0.1", 0, Optional.empty());
    ServerSettings usual = ServerSettings.at(place);
    return new ServerSettings(
        place,
        Optional.of(place),
        token,
        cors,
        new HttpLimits(1 << 20, 1 << 14, Duration.ofSeconds(30), Duration.ofSeconds(3)),
        usual.ask(),
        serving,
        usual.visits(),
        watch,
        usual.drain());
  }

  Asked admin() {
    return new Asked(server.adminPort().orElseThrow());
  }

  /** Fills memory that changes hands with what no answer can hide. */
  private static Backend poisoned() {
    System.setProperty("sbr.cpu.poison", "true");
    try {
      return new CpuProvider().create(2);
    } finally {
      System.clearProperty("sbr.cpu.poison");
    }
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }

  @Override
  public void close() {
    server.close();
    backend.close();
  }
}
