package io.sbr.server.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.kernels.cpu.CpuProvider;
import io.sbr.models.catalogue.Catalogue;
import io.sbr.tensor.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a watch must not miss. */
@Timeout(60)
class RunWatchTest {
  private static final Path KEPT =
      Path.of("..", "models", "src", "test", "resources", "io", "sbr", "models", "kept");

  @TempDir Path temp;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Backend backend = new CpuProvider().create(1);
  private Path link;
  private ServedRun run;

  @BeforeEach
  void serve() throws IOException {
    link = temp.resolve("current");
    point("pop");
    ServingSettings settings =
        new ServingSettings(10, Duration.ofSeconds(20), Duration.ofMillis(20));
    run =
        new ServedRun("shop", link, backend, Catalogue.empty(), settings, ServingWatch.NONE, timer);
  }

  @AfterEach
  void end() {
    run.close();
    timer.shutdownNow();
    backend.close();
  }

  private void point(String kept) throws IOException {
    Path next = Files.createSymbolicLink(temp.resolve("next"), KEPT.resolve(kept).toRealPath());
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private RunWatch watch(Consumer<String> notes) {
    return new RunWatch(List.of(run), Duration.ofMillis(10), notes);
  }

  private void untilModelIs(String name) throws InterruptedException {
    for (int i = 0; i < 1000 && !run.label().model().startsWith(name); i++) {
      Thread.sleep(10);
    }
    assertThat(run.label().model()).startsWith(name);
  }

  /** Several runs take a while to load, and nobody watches them meanwhile. */
  @Test
  void whatChangedBetweenTheLoadAndTheFirstLookIsSeen() throws Exception {
    point("markov");
    try (RunWatch watch = watch(note -> {})) {
      untilModelIs("markov");
    }
  }

  @Test
  void aNoteThatCannotBeGivenDoesNotEndIt() throws Exception {
    Consumer<String> broken =
        note -> {
          throw new IllegalStateException("nobody listens");
        };
    try (RunWatch watch = watch(broken)) {
      point("markov");
      untilModelIs("markov");
      point("pop");
      untilModelIs("pop");
    }
  }
}
