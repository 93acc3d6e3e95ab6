package io.sbr.server;

import io.sbr.data.Shown;
import io.sbr.server.api.AccessLog;
import io.sbr.server.api.AdminRoutes;
import io.sbr.server.api.AskRoutes;
import io.sbr.server.api.Cors;
import io.sbr.server.api.HealthRoutes;
import io.sbr.server.api.LookRoutes;
import io.sbr.server.api.PageRoutes;
import io.sbr.server.api.Rehearsal;
import io.sbr.server.api.Route;
import io.sbr.server.api.Router;
import io.sbr.server.api.ShopRules;
import io.sbr.server.api.VisitRoutes;
import io.sbr.server.api.WithdrawnRoutes;
import io.sbr.server.http.HttpLibrary;
import io.sbr.server.http.HttpListener;
import io.sbr.server.http.HttpPlace;
import io.sbr.server.jetty.JettyListener;
import io.sbr.server.metrics.ServerMetrics;
import io.sbr.server.serving.Aside;
import io.sbr.server.serving.RunLabel;
import io.sbr.server.serving.RunWatch;
import io.sbr.server.serving.ServedRun;
import io.sbr.server.serving.ServedRuns;
import io.sbr.server.visit.MemorySessions;
import io.sbr.server.visit.RedisSessions;
import io.sbr.server.visit.SessionStore;
import io.sbr.server.visit.VisitStore;
import io.sbr.tensor.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A server of runs. It answers when {@link #start} returns, and is ready when its runs are warm.
 *
 * <pre>{@code
 * ServerSettings settings = ServerSettings.at(new HttpPlace("127.0.0.1", 8080, Optional.empty()));
 * try (Server server = Server.start(Map.of("shop", folder), backend, settings, AccessLog.OFF, note -> {})) {
 *   …
 * }
 * }</pre>
 */
public final class Server implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;

  /** How long it must be quiet before it is believed that nothing is under way. */
  private static final int QUIET_LOOKS = 5;

  private final HttpLibrary library;
  private final ServerSettings settings;
  private final ShopRules rules;
  private final ScheduledThreadPoolExecutor timer;
  private final List<Thread> timerThreads = new CopyOnWriteArrayList<>();
  private final ServerMetrics metrics = new ServerMetrics();
  private final List<ServedRun> served = new ArrayList<>();
  private final List<HttpListener> listeners = new ArrayList<>();
  private final Consumer<String> notes;
  private final Aside aside;
  private Optional<RunWatch> watch = Optional.empty();
  private Optional<SessionStore> sessions = Optional.empty();
  private Optional<Thread> warming = Optional.empty();
  private List<String> routes = List.of();
  private volatile boolean ending;

  private Server(
      HttpLibrary library, ServerSettings settings, ShopRules rules, Consumer<String> notes) {
    this.library = library;
    this.settings = settings;
    this.rules = rules;
    this.notes = notes;
    timer = new ScheduledThreadPoolExecutor(1, this::timerThread);
    timer.setRemoveOnCancelPolicy(true);
    aside = new Aside(settings.serving(), timer);
  }

  /**
   * Loads the runs and opens the ports.
   *
   * @param runs folders by the names that they are served under; the first is asked where none is
   *     named
   * @param backend that they compute on; the caller closes it after the server
   * @param log of requests; the caller closes it after the server
   * @param notes gets a line for each event that whoever runs the server should know
   * @throws IllegalArgumentException if a folder holds no run that can answer; one line
   * @throws io.sbr.data.DataException the same, of its items or transitions
   * @throws IOException if a port cannot be opened
   */
  public static Server start(
      Map<String, Path> runs,
      Backend backend,
      ServerSettings settings,
      AccessLog log,
      Consumer<String> notes)
      throws IOException {
    return start(runs, backend, settings, ShopRules.none(), log, notes);
  }

  /**
   * The same by a shop's rules.
   *
   * @param rules what is known of items, and what follows from it
   */
  public static Server start(
      Map<String, Path> runs,
      Backend backend,
      ServerSettings settings,
      ShopRules rules,
      AccessLog log,
      Consumer<String> notes)
      throws IOException {
    return start(JettyListener::open, runs, backend, settings, rules, log, notes);
  }

  /**
   * The same with another HTTP library than the server's own.
   *
   * @param library that opens the ports
   */
  public static Server start(
      HttpLibrary library,
      Map<String, Path> runs,
      Backend backend,
      ServerSettings settings,
      ShopRules rules,
      AccessLog log,
      Consumer<String> notes)
      throws IOException {
    Server server = new Server(library, settings, rules, notes);
    try {
      server.begin(runs, backend, log);
      return server;
    } catch (IOException | RuntimeException | Error e) { // memory that does not suffice, say
      server.close();
      throw e;
    }
  }

  private void begin(Map<String, Path> folders, Backend backend, AccessLog log) throws IOException {
    for (Map.Entry<String, Path> run : folders.entrySet()) {
      ServedRun one =
          new ServedRun(
              run.getKey(),
              run.getValue(),
              backend,
              rules.catalogue(),
              settings.serving(),
              metrics,
              timer);
      served.add(one);
      one.mismatch().ifPresent(note -> notes.accept("run %s: %s".formatted(one.name(), note)));
    }
    ServedRuns runs = new ServedRuns(served);
    rules.split().ifPresent(split -> split.runs().forEach(name -> checkServed(runs, name)));
    SessionStore visits = sessions();
    sessions = Optional.of(visits);
    metrics.gaugeByRun(
        "sbr_queue_sessions", "Sessions that wait.", () -> runs.figures(ServedRun::waiting));
    metrics.gauge("sbr_access_log_lost", "Lines the access log left out.", log::lost);
    List<Route> visitors = visitors(runs, visits);
    open(settings.place(), "sbr-http", visitors, settings.cors(), log);
    if (settings.admin().isPresent()) {
      open(settings.admin().get(), "sbr-admin", operators(runs), Cors.OFF, log);
    }
    watch = settings.watch().map(pause -> new RunWatch(served, pause, notes));
    Thread thread = new Thread(() -> warmUp(visitors), "sbr-warm-up");
    warming = Optional.of(thread);
    thread.start();
  }

  private SessionStore sessions() {
    Optional<String> redis = settings.visits().redis();
    if (redis.isPresent()) {
      RedisSessions shared = RedisSessions.open(redis.get(), settings.visits(), notes);
      metrics.gauge(
          "sbr_sessions_reachable",
          "Whether Redis, which keeps the sessions, can be reached: 1 or 0.",
          () -> shared.isThere() ? 1 : 0);
      return shared;
    }
    VisitStore own = new VisitStore(settings.visits(), timer);
    metrics.gauge("sbr_sessions", "Sessions that are remembered.", own::size);
    return new MemorySessions(own);
  }

  private static void checkServed(ServedRuns runs, String name) {
    if (runs.find(name).isEmpty()) {
      throw new IllegalArgumentException(
          "the split names %s, and no such run is served".formatted(Shown.quoted(name)));
    }
  }

  /** Neither counted nor logged: nobody has asked. */
  private void warmUp(List<Route> routes) {
    Router unseen =
        new Router(
            routes,
            Optional.empty(),
            Cors.OFF,
            new ServerMetrics(),
            AccessLog.OFF,
            () -> false,
            failure -> {});
    for (ServedRun run : served) {
      run.warmUp(items -> Rehearsal.ask(unseen, run.name(), items))
          .ifPresent(
              failure -> notes.accept("run %s is not warm: %s".formatted(run.name(), failure)));
    }
  }

  private List<Route> visitors(ServedRuns runs, SessionStore visits) {
    List<Route> open = new ArrayList<>(AskRoutes.of(runs, rules, settings.ask()));
    open.addAll(VisitRoutes.of(runs, rules, settings.ask(), visits));
    open.addAll(HealthRoutes.about(runs));
    open.addAll(HealthRoutes.health(runs, () -> ending));
    if (settings.admin().isEmpty()) {
      open.addAll(HealthRoutes.metrics(metrics));
    }
    if (settings.ask().page()) {
      open.addAll(PageRoutes.files());
      open.addAll(LookRoutes.of(runs, rules, settings.ask(), aside));
    }
    return open;
  }

  private List<Route> operators(ServedRuns runs) {
    List<Route> open = new ArrayList<>(AdminRoutes.of(runs));
    open.addAll(WithdrawnRoutes.of(runs, rules.catalogue()));
    open.addAll(HealthRoutes.health(runs, () -> ending));
    open.addAll(HealthRoutes.metrics(metrics));
    return open;
  }

  private void open(HttpPlace place, String name, List<Route> open, Cors cors, AccessLog log)
      throws IOException {
    Router router =
        new Router(
            open,
            settings.token(),
            cors,
            metrics,
            log,
            () -> ending,
            failure -> notes.accept("a request failed: " + failure));
    listeners.add(library.open(name, place, settings.http(), router));
    routes = Stream.concat(routes.stream(), router.list().stream()).toList();
  }

  /** What is in service, in the order in which it was named. */
  public List<RunLabel> runs() {
    return served.stream().map(ServedRun::label).toList();
  }

  /** The port that visitors are answered at. */
  public int port() {
    return listeners.get(0).port();
  }

  /** The one for whoever runs it, if there is one. */
  public OptionalInt adminPort() {
    return listeners.size() > 1 ? OptionalInt.of(listeners.get(1).port()) : OptionalInt.empty();
  }

  /** Requests that have begun and whose answers are not yet sent. */
  int underWay() {
    return listeners.stream().mapToInt(HttpListener::underWay).sum();
  }

  /** What it can be asked on both ports, as {@code METHOD template}. */
  List<String> routes() {
    return routes;
  }

  /**
   * Ends: no new connection is taken, what is under way is answered, then all is freed. Waits for
   * it, as long as the settings say.
   */
  @Override
  public void close() {
    ending = true;
    listeners.forEach(HttpListener::refuse);
    drain();
    listeners.forEach(HttpListener::close);
    watch.ifPresent(RunWatch::close);
    aside.close();
    served.forEach(ServedRun::close);
    sessions.ifPresent(SessionStore::close);
    warming.ifPresent(Server::await);
    timer.shutdownNow();
    timerThreads.forEach(Server::await); // whoever has closed a server finds no thread of it
  }

  private Thread timerThread(Runnable work) {
    Thread thread = new Thread(work, "sbr-timer");
    timerThreads.add(thread);
    return thread;
  }

  private void drain() {
    long end = System.nanoTime() + settings.drain().toNanos();
    for (int quiet = 0; quiet < QUIET_LOOKS && System.nanoTime() < end; ) {
      quiet = underWay() > 0 ? 0 : quiet + 1;
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
