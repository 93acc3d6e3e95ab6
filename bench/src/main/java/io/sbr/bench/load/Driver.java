package io.sbr.bench.load;

import io.sbr.bench.load.drive.LoadResult;
import io.sbr.bench.load.drive.LoadSettings;
import io.sbr.bench.load.drive.OpenLoop;
import io.sbr.bench.load.visit.Questions;
import io.sbr.bench.load.visit.VisitRequests;
import io.sbr.bench.load.watch.MemoryOverTime;
import io.sbr.bench.load.watch.Processors;
import io.sbr.bench.load.watch.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomGenerator;

/** Drives loads, one after another, and looks at the processes meanwhile. */
final class Driver {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Target target;
  private final Traffic traffic;
  private final Questions questions;
  private final Optional<ServerProcess> server;

  /** Reads the data, and checks all options. */
  Driver(Target target, Traffic traffic) {
    traffic.check();
    target.address();
    this.target = target;
    this.traffic = traffic;
    this.server = target.process();
    this.questions = target.questions();
  }

  /** What is asked about. */
  String data() {
    return questions.data().name();
  }

  /**
   * One load.
   *
   * @param rate requests per second
   */
  Measured drive(double rate) throws IOException, InterruptedException {
    RandomGenerator arrivals = new MersenneTwister(target.seed());
    RandomGenerator visits = new MersenneTwister(target.seed() + 1);
    LoadSettings settings = traffic.settings(rate, arrivals);
    OpenLoop loop =
        OpenLoop.start(
            target.address(),
            settings,
            new VisitRequests(questions, traffic.mode(), traffic.visitors(), visits));
    boolean over = !settings.warmUp().isZero() && loop.await(settings.warmUp());
    Processors begin = Processors.now(server);
    MemoryOverTime memory = new MemoryOverTime();
    while (!over) {
      look(memory, begin);
      over = loop.await(LOOK);
    }
    Processors used = Processors.now(server).since(begin);
    LoadResult result = loop.result();
    look(memory, begin);
    return new Measured(rate, result, used, memory);
  }

  private void look(MemoryOverTime memory, Processors begin) {
    server.ifPresent(
        process ->
            memory.add(Processors.now(server).since(begin).seconds(), process.residentMiB()));
  }
}
