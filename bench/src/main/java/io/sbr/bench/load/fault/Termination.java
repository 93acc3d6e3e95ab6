package io.sbr.bench.load.fault;

import io.sbr.bench.load.watch.ServerProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The server is told to end (SIGTERM). Whoever asked before that must be answered; whoever comes
 * later has to go elsewhere.
 *
 * @param server its process
 * @param patience how long it may take
 */
record Termination(ServerProcess server, Duration patience) implements Fault {
  private static final long LOOK_MILLIS = 20;

  @Override
  public Outcome run(Visits visits) throws InterruptedException {
    ProcessHandle process =
        ProcessHandle.of(server.pid())
            .orElseThrow(
                () -> new IllegalArgumentException("--server-pid: there is no such process"));
    long signal = System.nanoTime();
    process.destroy();
    while (!server.isOver() && System.nanoTime() - signal < patience.toNanos()) {
      Thread.sleep(LOOK_MILLIS);
    }
    boolean over = server.isOver();
    double seconds = (System.nanoTime() - signal) / 1e9;
    visits.stop();
    long lost = visits.lost().stream().filter(time -> time - signal < 0).count();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("ended", over);
    figures.put("seconds", seconds);
    figures.put("lost_that_asked_before", lost);
    figures.put("without_answer_after", visits.lost().size() - lost);
    return new Outcome(over && lost == 0, figures);
  }
}
