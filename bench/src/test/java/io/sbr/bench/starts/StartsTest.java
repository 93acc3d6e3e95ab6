package io.sbr.bench.starts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.bench.starts.StartCase.HeapCollector;
import io.sbr.bench.starts.StartCase.Launch;
import io.sbr.bench.starts.StartCase.Load;
import io.sbr.bench.starts.StartCase.Width;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Options, one real start, and starts that come to nothing. */
class StartsTest {
  private static final StartCase BARE =
      new StartCase(JavaHome.running(), HeapCollector.G1, Launch.BARE, Width.PREFERRED, Load.IDLE);

  private static CommandLine line(Starts starts) {
    return new CommandLine(starts).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static List<String> names(String... args) {
    Starts starts = new Starts(io.sbr.bench.Main.class);
    line(starts).parseArgs(args);
    String version = JavaHome.running().version() + " ";
    return starts.cases().stream().map(c -> c.name().replace(version, "")).toList();
  }

  @Test
  void everyCaseByDefaultAndOnlyTheLauncherAlsoBusy() {
    assertThat(names())
        .containsExactly(
            "G1 launcher idle",
            "G1 launcher busy",
            "G1 bare idle",
            "Serial launcher idle",
            "Serial launcher busy",
            "Serial bare idle",
            "Parallel launcher idle",
            "Parallel launcher busy",
            "Parallel bare idle");
  }

  @Test
  void casesAsAskedForEachOnce() {
    assertThat(
            names(
                "--collectors=g1,G1",
                "--launch=bare",
                "--widths=preferred,256",
                "--load=idle,busy",
                "--java=" + System.getProperty("java.home")))
        .containsExactly(
            "G1 bare idle", "G1 bare busy", "G1 bare 256 bits idle", "G1 bare 256 bits busy");
  }

  @Test
  void badOptionsAreRefused() {
    assertThatThrownBy(() -> names("--count=0"))
        .hasMessage("--count and --limit must be at least 1");
    assertThatThrownBy(() -> names("--java=no-such-folder")).hasMessageContaining("is no JDK");
    assertThatThrownBy(() -> names("--widths=100")).hasMessageContaining("preferred, 256 or 512");
  }

  @Test
  void oneStartDoesTheWholeWork(@TempDir Path out) throws IOException {
    int code =
        line(new Starts(io.sbr.bench.Main.class))
            .execute("--count=1", "--collectors=g1", "--launch=bare", "--out=" + out);
    assertThat(code).isZero();
    try (Stream<Path> files = Files.list(out)) {
      Path json = files.filter(f -> f.toString().endsWith(".json")).findFirst().orElseThrow();
      JsonNode start = new ObjectMapper().readTree(json.toFile()).path("starts").path(0);
      assertThat(start.path("case").textValue()).isEqualTo(BARE.name());
      for (UserFigure figure : UserFigure.values()) {
        assertThat(start.path("times").path(figure.name()).doubleValue()).isPositive();
      }
    }
  }

  @Test
  void startThatFailsOrTakesTooLongIsTold() throws Exception {
    Start absent = new StartedWork("io.sbr.bench.Main", "no-such.jar", 60).run(BARE, 1);
    assertThat(absent.failure()).startsWith("exit code 1: ").contains("Main");
    Start endless = new StartedWork("io.sbr.bench.Main", "no-such.jar", 0).run(BARE, 1);
    assertThat(endless.failure()).isEqualTo("not done within 0 s");
    assertThat(endless.failed()).isTrue();
  }

  @Test
  void lastLineIsReadAndTheWidthMustBeTheOneAskedFor() throws IOException {
    StartCase narrow =
        new StartCase(BARE.java(), BARE.collector(), BARE.launch(), Width.W256, BARE.load());
    List<String> output =
        List.of("WARNING: Using incubator modules", "{\"simdBits\":512,\"times\":{\"STEPS\":1.5}}");
    Start start = StartedWork.read(BARE, 2, 0, output);
    assertThat(start.times()).isEqualTo(Map.of(UserFigure.STEPS, 1.5));
    assertThat(start.line()).isEqualTo(BARE.name() + ", start 2: 60 steps 1.50 s");
    assertThat(StartedWork.read(narrow, 2, 0, output).failure())
        .isEqualTo("has vectors of 512 bits, not 256");
    assertThat(StartedWork.read(BARE, 2, 3, output).failure()).startsWith("exit code 3");
    assertThat(StartedWork.read(BARE, 2, 0, List.of()).failure())
        .isEqualTo("exit code 0: nothing printed");
  }

  @Test
  void oneProcessorIsBusyUntilClosed() {
    long before = spinners();
    try (BusyProcessor busy = new BusyProcessor()) {
      assertThat(busy).isNotNull();
      assertThat(spinners()).isEqualTo(before + 1);
    }
    assertThat(spinners()).isEqualTo(before);
  }

  private static long spinners() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("busy-processor"))
        .count();
  }
}
