package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backend has to say reaches the user, beside the result. */
class BackendNoticesTest {
  @TempDir Path folder;

  private static void assertTold(Cli.Outcome outcome) {
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err().lines()).containsOnlyOnce(ComplainingProvider.NOTICE);
    assertThat(outcome.out()).doesNotContain(ComplainingProvider.NOTICE);
  }

  @Test
  void everyCommandThatComputesPassesItOn() throws IOException {
    Path data = Cli.ring(folder.resolve("ring"));
    Path run = folder.resolve("run");
    String device = ComplainingProvider.NAME;
    assertTold(Cli.train(data, run, "--device", device, "--no-relaunch"));
    assertTold(Cli.run("evaluate", "--run", run, "--device", device, "--no-relaunch"));
    assertTold(
        Cli.run(
            "recommend", "--run", run, "--items", "10,20", "--device", device, "--no-relaunch"));
    assertTold(
        Cli.run("explain", "--run", run, "--items", "10,20", "--device", device, "--no-relaunch"));
  }
}
