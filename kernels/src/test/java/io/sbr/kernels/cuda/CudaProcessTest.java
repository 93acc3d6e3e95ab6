package io.sbr.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sbr.kernels.testing.RequiresCuda;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What machines meet that lack one thing or another: a JVM for each, with its own libraries. */
@RequiresCuda
@Timeout(120)
class CudaProcessTest {
  private static final String LIBRARIES = "LD_LIBRARY_PATH";

  @TempDir Path folder;

  private Path emulator;

  @BeforeEach
  void find() {
    Emulator.assume();
    emulator = Path.of(System.getenv(LIBRARIES));
  }

  /** What a process said, and its exit code. */
  private record Outcome(int code, String said) {}

  private Process start(Map<String, String> environment, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder));
    command.addAll(List.of(options));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), StartBackend.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Outcome end(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), said.strip());
  }

  private Outcome run(Map<String, String> environment, String... options) throws Exception {
    return end(start(environment, options));
  }

  private void assertRefused(Outcome outcome, String... words) throws IOException {
    // Newer JVMs have a word of their own about a temporary folder that is not there.
    List<String> lines =
        outcome.said().lines().filter(line -> !line.startsWith("WARNING: java.io.tmpdir")).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("device cuda is not usable: ").contains(words);
    assertThat(outcome.code()).isEqualTo(2);
    assertNothingIsLeft();
  }

  private void assertStarted(Outcome outcome, String... words) throws IOException {
    assertThat(outcome.said()).contains("CPU-emulated CUDA device").contains(words);
    assertThat(outcome.code()).isZero();
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> !file.getFileName().toString().startsWith("hsperf")))
          .isEmpty();
    }
  }

  @Test
  void withoutADriver() throws Exception {
    assumeTrue(!Files.exists(Path.of("/proc/driver/nvidia/version")), "this machine has a driver");
    assertRefused(
        run(Map.of(LIBRARIES, "")), "no NVIDIA driver (libcuda.so.1: cannot open", "install");
  }

  @Test
  void withoutADevice() throws Exception {
    assertRefused(run(Map.of("EMU_NO_DEVICE", "1")), "sees no GPU", "nvidia-smi");
  }

  @Test
  void withADeviceThatIsTooOld() throws Exception {
    assertRefused(run(Map.of("EMU_SM", "37")), "capability 3.7; 5.0 or newer");
  }

  @Test
  void withADriverThatIsTooOld() throws Exception {
    assertRefused(run(Map.of("EMU_DRIVER", "11040")), "knows CUDA 11.4; install", "525");
  }

  @Test
  void withoutAFolderToUnpackInto() throws Exception {
    Outcome outcome = run(Map.of(), "-Djava.io.tmpdir=" + folder.resolve("none"));
    assertRefused(outcome, "no private folder for native libraries");
  }

  @Test
  void withCuda12() throws Exception {
    assertStarted(run(Map.of()), "sm_75", "driver for CUDA 12.0, cuBLAS 12.0.0)");
  }

  @Test
  void withCuda13Alone() throws Exception {
    Map<String, String> cuda13 = Map.of(LIBRARIES, emulator.resolve("cuda13").toString());
    assertStarted(run(cuda13), "cuBLAS 13.0.0 (JCuda's binding", "retargeted to libcublas.so.13");
    assertStarted(
        run(cuda13, "-Dsbr.cuda.retarget=false"), "own products (no cuBLAS: libcublas.so.12");
  }

  @Test
  void withoutCublas() throws Exception {
    Map<String, String> driver = Map.of(LIBRARIES, emulator.resolve("driver").toString());
    assertStarted(run(driver), "own products (no cuBLAS: libcublas.so.12: cannot open");
  }

  @Test
  void withCublasElsewhere() throws Exception {
    Map<String, String> driver = Map.of(LIBRARIES, emulator.resolve("driver").toString());
    assertStarted(
        run(driver, "-Dsbr.cuda.libraries=" + emulator), "cuBLAS 12.0.0 (from " + emulator);
    assertStarted(
        run(driver, "-Dsbr.cuda.libraries=" + emulator.resolve("cuda13")),
        "cuBLAS 13.0.0 (JCuda's binding of CUDA 12 retargeted to libcublas.so.13, from "
            + emulator);
  }

  @Test
  void manyAtOnceInOneEmptyFolder() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      processes.add(start(Map.of()));
    }
    for (Process process : processes) {
      Outcome outcome = end(process);
      assertThat(outcome.code()).as(outcome.said()).isZero();
      assertThat(outcome.said()).contains("CPU-emulated CUDA device");
    }
    assertNothingIsLeft();
  }
}
