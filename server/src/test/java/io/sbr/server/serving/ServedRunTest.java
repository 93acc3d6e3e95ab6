package io.sbr.server.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.kernels.cpu.CpuProvider;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.server.serving.UnansweredException.Reason;
import io.sbr.tensor.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The life of a run beside requests. */
@Timeout(60)
class ServedRunTest {
  private static final Path KEPT =
      Path.of("..", "models", "src", "test", "resources", "io", "sbr", "models", "kept");

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Backend backend = new CpuProvider().create(1);

  @AfterEach
  void end() {
    timer.shutdownNow();
    backend.close();
  }

  private ServedRun run(String kept) {
    ServingSettings settings =
        new ServingSettings(10, Duration.ofSeconds(20), Duration.ofMillis(20));
    return new ServedRun(
        "shop", KEPT.resolve(kept), backend, Catalogue.empty(), settings, ServingWatch.NONE, timer);
  }

  private static void untilItWaits(Thread thread) {
    while (thread.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
  }

  /** Who reloads what is served means what is served by then. */
  @Test
  void aReloadThatWaitedDoesNotBringTheFolderBeforeBack() throws Exception {
    try (ServedRun run = run("pop")) {
      Thread again = new Thread(run::reload);
      synchronized (run) {
        again.start();
        untilItWaits(again);
        run.reload(KEPT.resolve("markov"));
      }
      again.join();
      assertThat(run.folder()).isEqualTo(KEPT.resolve("markov"));
      assertThat(run.label().model()).startsWith("markov");
    }
  }

  /** After its end the backend may be gone: nothing may be loaded any more. */
  @Test
  void aReloadThatWaitedForTheEndLoadsNothing() {
    ServedRun run = run("pop");
    run.close();
    assertThatThrownBy(() -> run.reload(KEPT.resolve("nowhere")))
        .isInstanceOfSatisfying(
            UnansweredException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENDING));
  }

  /** A warm-up is a kindness; a run that answers must not wait for visitors because it failed. */
  @Test
  void aWarmUpThatFailsLeavesARunThatIsReady() {
    try (ServedRun run = run("pop")) {
      RuntimeException fault = new IllegalArgumentException("cannot be asked");
      assertThat(
              run.warmUp(
                  items -> {
                    throw fault;
                  }))
          .contains(fault);
      assertThat(run.isReady()).isTrue();
    }
  }
}
