package io.sbr.bench.load.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.load.LoadReport;
import io.sbr.bench.load.Target;
import io.sbr.bench.load.drive.Answer;
import io.sbr.bench.load.drive.HttpText;
import io.sbr.bench.load.visit.Questions;
import io.sbr.bench.output.Machine;
import io.sbr.data.Sessions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Does to a server what it must bear, while visitors ask questions whose answers are known. Exit
 * code 1 if one of them had no right answer, or the server did what it should not.
 */
@Command(
    name = "load faults",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Asks a server while others misbehave, and counts wrong and lost answers.")
public final class FaultsCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Visitors come this long before a fault and after it, however quickly it is over. */
  private static final long BESIDE_MILLIS = 500;

  @Parameters(
      arity = "0..*",
      paramLabel = "FAULT",
      description =
          "${COMPLETION-CANDIDATES}; default: all but those that need --admin-url or --server-pid"
              + " where that is not given")
  private List<FaultName> faults = List.of();

  @Mixin private Target target;

  @Option(
      names = "--rate",
      defaultValue = "50",
      description = "healthy requests per second meanwhile; default ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--connections",
      defaultValue = "16",
      description = "of the healthy ones; default ${DEFAULT-VALUE}")
  private int connections;

  @Option(
      names = "--deadline-ms",
      defaultValue = "10000",
      description = "after which a healthy request counts as lost; default ${DEFAULT-VALUE}")
  private long deadline;

  @Option(
      names = "--questions",
      defaultValue = "200",
      description = "that are asked before, to know the answers; default ${DEFAULT-VALUE}")
  private int questions;

  @Option(names = "--admin-url", description = "the server's admin port, for reload")
  private URI adminUrl;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "for reload: a run folder; with several, in turns; default the one served")
  private List<String> folders = List.of();

  @Option(names = "--reloads", defaultValue = "50", description = "default ${DEFAULT-VALUE}")
  private int reloads;

  @Option(
      names = "--deaf",
      defaultValue = "100",
      description = "clients that never read; default ${DEFAULT-VALUE}")
  private int deaf;

  @Option(
      names = "--half-open",
      defaultValue = "10000",
      description = "connections that say nothing; default ${DEFAULT-VALUE}")
  private int halfOpen;

  @Option(
      names = "--hold",
      paramLabel = "SECONDS",
      defaultValue = "40",
      description = "how long those two stay; default ${DEFAULT-VALUE}")
  private int hold;

  @Option(names = "--bodies", defaultValue = "10", description = "default ${DEFAULT-VALUE}")
  private int bodies;

  @Option(
      names = "--body-mb",
      defaultValue = "100",
      description = "10^6 bytes of each of them; default ${DEFAULT-VALUE}")
  private int bodyMb;

  @Option(
      names = "--malformed",
      defaultValue = "10000",
      description = "requests of fuzz; default ${DEFAULT-VALUE}")
  private int malformed;

  @Option(names = "--json", paramLabel = "FILE", description = "write the figures there")
  private Path json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    InetSocketAddress server = target.address();
    Machine machine = Machine.here();
    System.out.println(machine.description());
    List<byte[]> asked = draw(target.questions());
    KnownAnswers known = known(asked);
    if (adminUrl != null && !folders.isEmpty()) {
      for (int i = 0; i < folders.size(); i++) {
        checkReload(reloads(server).reload(i), folders.get(i));
        known.learn(server);
      }
    } else {
      known.learn(server);
    }
    List<FaultReport> reports = new ArrayList<>();
    for (FaultName name : chosen()) {
      FaultReport report = run(name, fault(name, server, asked.get(0)), server, known);
      System.out.print(report.text());
      reports.add(report);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("rate", rate);
    object.put("faults", reports.stream().map(FaultReport::json).toList());
    LoadReport.write(json, machine, object);
    return reports.stream().allMatch(FaultReport::isGood) ? 0 : 1;
  }

  private void check() {
    if (!(rate > 0) || connections < 1 || deadline < 1 || questions < 1 || hold < 0) {
      throw new IllegalArgumentException(
          "--rate must be above 0, --connections, --deadline-ms and --questions at least 1");
    }
    if (reloads < 0 || deaf < 0 || halfOpen < 0 || bodies < 0 || bodyMb < 1 || malformed < 0) {
      throw new IllegalArgumentException(
          "--reloads, --deaf, --half-open, --bodies and --malformed must be at least 0, --body-mb 1");
    }
    if (faults.contains(FaultName.RELOAD) && adminUrl == null) {
      throw new IllegalArgumentException("reload needs --admin-url");
    }
    if (faults.contains(FaultName.SIGTERM) && target.process().isEmpty()) {
      throw new IllegalArgumentException("sigterm needs --server-pid");
    }
  }

  /** In their own order, whatever order they were named in: none can follow the signal. */
  private Set<FaultName> chosen() {
    if (!faults.isEmpty()) {
      return EnumSet.copyOf(faults);
    }
    Set<FaultName> all = EnumSet.allOf(FaultName.class);
    if (adminUrl == null) {
      all.remove(FaultName.RELOAD);
    }
    if (target.process().isEmpty()) {
      all.remove(FaultName.SIGTERM);
    }
    return all;
  }

  /** Beginnings of test sessions. */
  private List<byte[]> draw(Questions source) {
    RandomGenerator random = new MersenneTwister(target.seed());
    Sessions sessions = source.data().test();
    List<byte[]> drawn = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      int session = random.nextInt(sessions.count());
      drawn.add(source.stateless(session, 1 + random.nextInt(sessions.length(session))));
    }
    return drawn;
  }

  private KnownAnswers known(List<byte[]> asked) {
    return new KnownAnswers(asked, new MersenneTwister(target.seed() + 1));
  }

  private FaultReport run(FaultName name, Fault fault, InetSocketAddress server, KnownAnswers known)
      throws IOException, InterruptedException {
    try (Visits visits =
        Visits.start(server, known, rate, connections, Duration.ofMillis(deadline))) {
      Thread.sleep(BESIDE_MILLIS);
      Outcome outcome = fault.run(visits);
      Thread.sleep(BESIDE_MILLIS);
      return new FaultReport(name, outcome, visits.stop());
    }
  }

  private Fault fault(FaultName name, InetSocketAddress server, byte[] proper) throws IOException {
    Duration held = Duration.ofSeconds(hold);
    return switch (name) {
      case RELOAD -> reloads(server);
      case DEAF -> new DeafClients(server, proper, deaf, held);
      case HALF_OPEN -> new HalfOpen(server, halfOpen, held);
      case BODIES -> new HugeBodies(server, target.url(), bodies, 1_000_000L * bodyMb);
      case FUZZ -> new Fuzz(server, target.url(), proper, malformed, target.seed());
      case SIGTERM -> new Termination(target.process().orElseThrow(), Duration.ofMinutes(2));
    };
  }

  private Reloads reloads(InetSocketAddress server) throws IOException {
    return new Reloads(
        Target.address("--admin-url", adminUrl),
        adminUrl,
        target.run().isPresent() ? target.run().get() : firstRun(server),
        folders.stream().map(folder -> Path.of(folder).toAbsolutePath().toString()).toList(),
        reloads);
  }

  private String firstRun(InetSocketAddress server) throws IOException {
    Answer answer = Exchange.ask(server, HttpText.get(target.url(), "/v1/runs"), PATIENCE);
    JsonNode name = new ObjectMapper().readTree(answer.body()).at("/runs/0/run");
    if (!name.isTextual()) {
      throw new IllegalArgumentException(
          "--url " + target.url() + ": /v1/runs names no run; name one with --model");
    }
    return name.textValue();
  }

  private static void checkReload(Answer answer, String folder) {
    if (!answer.isOk()) {
      throw new IllegalArgumentException(
          "--folder " + folder + ": reload was answered with status " + answer.status());
    }
  }
}
