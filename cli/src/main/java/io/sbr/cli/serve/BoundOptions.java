package io.sbr.cli.serve;

import io.sbr.cli.options.UsageException;
import io.sbr.server.api.AskLimits;
import io.sbr.server.http.HttpLimits;
import io.sbr.server.serving.ServingSettings;
import io.sbr.server.visit.VisitSettings;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What clients may ask and take, and how much is kept of visitors. */
final class BoundOptions {
  private static final int MOST = 1 << 30;

  /** The JVM that was told to end waits a minute for what is to be saved. */
  private static final int LONGEST_DRAIN = 50;

  @Option(
      names = "--max-body",
      paramLabel = "BYTES",
      defaultValue = "1048576",
      description = "largest body of a request; default ${DEFAULT-VALUE}")
  private int body;

  @Option(
      names = "--max-clicks",
      paramLabel = "N",
      defaultValue = "1000",
      description = "most clicks of a session in a request; default ${DEFAULT-VALUE}")
  private int clicks;

  @Option(
      names = "--max-k",
      paramLabel = "N",
      defaultValue = "500",
      description = "most items of an answer; default ${DEFAULT-VALUE}")
  private int k;

  @Option(
      names = "--max-batch",
      paramLabel = "N",
      defaultValue = "512",
      description = "most sessions of a batch; default ${DEFAULT-VALUE}")
  private int batch;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "16384",
      description = "most connections at one time; default ${DEFAULT-VALUE}")
  private int connections;

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "1024",
      description =
          "most sessions that may wait for a run; beyond it requests are answered with 503; default"
              + " ${DEFAULT-VALUE}")
  private int queue;

  @Option(
      names = "--deadline",
      paramLabel = "MS",
      defaultValue = "1000",
      description =
          "milliseconds after which a request is answered with 504; default ${DEFAULT-VALUE}")
  private int deadline;

  @Option(
      names = "--warm-up",
      paramLabel = "MS",
      defaultValue = "2000",
      description =
          "milliseconds of questions of nobody's before /readyz says so, and before a version takes"
              + " another's place; default ${DEFAULT-VALUE}")
  private int warmUp;

  @Option(
      names = "--sessions",
      paramLabel = "URL",
      description =
          "where sessions are remembered that several servers share: a Redis, as"
              + " redis://127.0.0.1:6379/0, or rediss:// for TLS; default this server's memory")
  private String redis;

  @Option(
      names = "--session-minutes",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "minutes after its last click that a session is remembered, of those who agreed; default"
              + " ${DEFAULT-VALUE}")
  private int minutes;

  @Option(
      names = "--max-sessions",
      paramLabel = "N",
      defaultValue = "100000",
      description =
          "most sessions that are remembered in this server's memory (Redis bounds its own);"
              + " default ${DEFAULT-VALUE}")
  private int sessions;

  @Option(
      names = "--session-clicks",
      paramLabel = "N",
      defaultValue = "100",
      description = "last clicks that are remembered of a session; default ${DEFAULT-VALUE}")
  private int sessionClicks;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "most time for what is under way when the server is told to end; default"
              + " ${DEFAULT-VALUE}")
  private int drain;

  @Option(
      names = "--no-page",
      description =
          "leave out the page for people at / and what it asks: explanations, which name past"
              + " sessions, figures of the runs, a search for items")
  private boolean noPage;

  /** Refuses what cannot be. */
  void check() {
    atLeast("--max-body", body, 1);
    atLeast("--max-clicks", clicks, 1);
    atLeast("--max-k", k, 1);
    atLeast("--max-batch", batch, 1);
    atLeast("--max-connections", connections, 1);
    atLeast("--queue", queue, 1);
    atLeast("--deadline", deadline, 1);
    atLeast("--warm-up", warmUp, 0);
    if (redis != null && !redis.matches("rediss?://.+")) {
      throw new UsageException("--sessions must be as redis://127.0.0.1:6379, not " + redis);
    }
    atLeast("--session-minutes", minutes, 1);
    atLeast("--max-sessions", sessions, 1);
    atLeast("--session-clicks", sessionClicks, 1);
    if (drain < 0 || drain > LONGEST_DRAIN) {
      throw new UsageException(
          "--drain must be between 0 and %d seconds, not %d".formatted(LONGEST_DRAIN, drain));
    }
    if (batch > queue) {
      throw new UsageException(
          "--max-batch %d would never fit into a --queue of %d".formatted(batch, queue));
    }
  }

  private static void atLeast(String option, int value, int least) {
    if (value < least || value > MOST) {
      throw new UsageException(
          "%s must be between %d and %d, not %d".formatted(option, least, MOST, value));
    }
  }

  HttpLimits http() {
    return HttpLimits.DEFAULT.withBody(body).withConnections(connections);
  }

  AskLimits ask() {
    return new AskLimits(clicks, k, batch, AskLimits.DEFAULT.idLength(), !noPage);
  }

  ServingSettings serving() {
    return new ServingSettings(queue, Duration.ofMillis(deadline), Duration.ofMillis(warmUp));
  }

  Duration drain() {
    return Duration.ofSeconds(drain);
  }

  VisitSettings visits() {
    return new VisitSettings(
        Duration.ofMinutes(minutes), sessions, sessionClicks, Optional.ofNullable(redis));
  }
}
