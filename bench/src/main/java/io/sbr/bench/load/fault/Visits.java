package io.sbr.bench.load.fault;

import io.sbr.bench.load.drive.Arrivals;
import io.sbr.bench.load.drive.LoadResult;
import io.sbr.bench.load.drive.LoadSettings;
import io.sbr.bench.load.drive.OpenLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.apache.commons.math3.random.MersenneTwister;

/** Visitors who ask known questions at a steady rate until they are told to stop. */
final class Visits implements AutoCloseable {
  private static final Duration LONG = Duration.ofDays(365);

  private final KnownAnswers answers;
  private final OpenLoop loop;

  private Visits(KnownAnswers answers, OpenLoop loop) {
    this.answers = answers;
    this.loop = loop;
  }

  /** Begins. */
  static Visits start(
      InetSocketAddress server,
      KnownAnswers answers,
      double rate,
      int connections,
      Duration deadline)
      throws IOException {
    answers.begin();
    LoadSettings settings =
        new LoadSettings(
            Arrivals.POISSON.schedule(rate, new MersenneTwister(1)),
            connections,
            Duration.ZERO,
            LONG,
            deadline);
    return new Visits(answers, OpenLoop.start(server, settings, answers));
  }

  /** Stops asking, and waits for the last answers. */
  LoadResult stop() throws InterruptedException {
    loop.stop();
    return loop.result();
  }

  /** After {@link #stop}: when those questions were due that had no right answer. */
  List<Long> lost() {
    return answers.lost();
  }

  @Override
  public void close() {
    loop.stop();
  }
}
