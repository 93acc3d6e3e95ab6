package io.sbr.cli.serve;

import io.sbr.cli.command.ComputeCommand;
import io.sbr.cli.launch.StopSignal;
import io.sbr.cli.options.ComputeOptions;
import io.sbr.cli.options.OutputOption;
import io.sbr.cli.options.Program;
import io.sbr.cli.options.UsageException;
import io.sbr.cli.report.Console;
import io.sbr.server.Server;
import io.sbr.server.ServerSettings;
import io.sbr.server.api.ShopRules;
import io.sbr.server.serving.RunLabel;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code sbr serve}: answers over HTTP until it is told to end. A device is started whatever the
 * runs need, since a reload may bring one that needs it.
 */
@Command(
    name = "serve",
    sortOptions = false,
    footer = {
      "",
      "sbr serve --run runs/shop",
      "curl 'http://127.0.0.1:8080/v1/recommend?item_id=A17'",
      "curl -d '{\"items\":[\"A17\",\"B02\"],\"k\":5}' -H 'Content-Type: application/json' \\",
      "  http://127.0.0.1:8080/v1/recommend",
      "",
      "sbr serve --run shop=runs/current --run knn=runs/knn --watch 2 --admin-port 8081",
      "sbr serve --run runs/shop --host 0.0.0.0 --token-file token --tls-cert c.pem --tls-key k.pem",
      "",
      "SIGTERM and SIGINT end it once what is under way is answered; exit code 143 or 130.",
      "What it can be asked: GET /openapi.json. More in docs/serving.md."
    })
public final class ServeCommand extends ComputeCommand {
  private static final long LOOK_MILLIS = 50;

  /** Of libraries, whose greetings say nothing here. Held, or their levels are forgotten. */
  private static final List<Logger> LIBRARIES =
      Stream.of("org.eclipse.jetty", "io.lettuce", "io.netty").map(Logger::getLogger).toList();

  @Option(
      names = "--run",
      paramLabel = "[NAME=]DIR",
      required = true,
      description =
          "a run to serve, or a link to one; again for each, then with a name; the first is asked"
              + " where a request names none")
  private List<String> values;

  @Mixin private ListenOptions listen;

  @Mixin private ShopOptions shop;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      description =
          "look at the folders this often, and reload what has changed: a link that points"
              + " elsewhere, files that were replaced; default never")
  private Double watch;

  @Option(
      names = "--access-log",
      paramLabel = "FILE|-",
      description =
          "add a line of JSON for each request, without addresses, ids and items; - is standard"
              + " output; default none")
  private String accessLog;

  @Mixin private BoundOptions bounds;

  private Map<String, Path> folders;

  @Override
  protected void check() {
    folders = ServedFolders.of(values);
    shop.check(folders.keySet());
    listen.check();
    bounds.check();
    if (watch != null && !(watch >= 0.1 && watch <= 86_400)) {
      throw new UsageException("--watch must be between 0.1 and 86400 seconds, not " + watch);
    }
    if (accessLog != null && !accessLog.equals(LogFile.STANDARD_OUTPUT)) {
      OutputOption.checkFile(Path.of(accessLog));
    }
  }

  @Override
  protected Optional<String> modelWithoutBackend() {
    return Optional.empty();
  }

  @Override
  protected int run(Console console) throws IOException, InterruptedException {
    LIBRARIES.forEach(library -> library.setLevel(Level.SEVERE));
    ServerSettings settings = settings();
    if (!settings.place().isLoopback() && settings.token().isEmpty()) {
      console.note("note: other machines may reach this server, and it asks for no --token-file");
    }
    ShopRules rules = shop.rules(folders.keySet(), console);
    Backends.Choice choice = compute().choose(console);
    try (StopSignal stop = new StopSignal();
        Backend backend = choice.backend();
        LogFile log = LogFile.open(accessLog, console);
        Server server = Server.start(folders, backend, settings, rules, log.log(), console::note)) {
      ComputeOptions.announce(console, choice);
      console.result(text(server, settings), object(server, settings));
      while (!stop.getAsBoolean()) {
        Thread.sleep(LOOK_MILLIS);
      }
      console.note("ending: answering what is under way");
    }
    return 0;
  }

  private ServerSettings settings() {
    return new ServerSettings(
        listen.place(),
        listen.admin(),
        listen.token(),
        listen.cors(),
        bounds.http(),
        bounds.ask(),
        bounds.serving(),
        bounds.visits(),
        Optional.ofNullable(watch).map(seconds -> Duration.ofMillis(Math.round(1000 * seconds))),
        bounds.drain());
  }

  private static String text(Server server, ServerSettings settings) {
    StringBuilder lines = new StringBuilder();
    for (RunLabel run : server.runs()) {
      lines.append("run %s: %s, version %s%n".formatted(run.name(), run.model(), run.version()));
    }
    lines.append("answering at %s%n".formatted(settings.place().url(server.port())));
    admin(server, settings).ifPresent(url -> lines.append("admin at %s%n".formatted(url)));
    return lines.toString();
  }

  private static Map<String, Object> object(Server server, ServerSettings settings) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("command", "serve");
    object.put("sbr", Program.version());
    object.put("url", settings.place().url(server.port()));
    admin(server, settings).ifPresent(url -> object.put("admin_url", url));
    List<Map<String, Object>> runs = new ArrayList<>();
    for (RunLabel run : server.runs()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("run", run.name());
      one.put("version", run.version());
      one.put("model", run.model());
      runs.add(one);
    }
    object.put("runs", runs);
    return object;
  }

  private static Optional<String> admin(Server server, ServerSettings settings) {
    return settings.admin().map(place -> place.url(server.adminPort().orElseThrow()));
  }
}
