package io.sbr.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sbr.kernels.cuda.engine.RunEngine;
import io.sbr.kernels.cuda.launch.KernelsTest;
import io.sbr.kernels.testing.RequiresCuda;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

  private Process start(Map<String, String> environment, Class<?> main, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder));
    command.addAll(List.of(options));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Outcome end(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), said.strip());
  }

  private Outcome run(Map<String, String> environment, String... options) throws Exception {
    return end(start(environment, StartBackend.class, options));
  }

  /** What an engine on the emulated device has to say. */
  private String tell(String scene, Map<String, String> environment, String... options)
      throws Exception {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = "-Dscene=" + scene;
    Outcome outcome = end(start(environment, RunEngine.class, all));
    assertThat(outcome.code()).as(outcome.said()).isZero();
    return outcome.said();
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
  void withADriverThatHasNoCompiler() throws Exception {
    assumeTrue(!KernelsTest.nvrtcIsThere(), "NVRTC is installed");
    for (int code : new int[] {221, 223}) {
      Outcome outcome = run(Map.of("EMU_NO_JIT", String.valueOf(code)));
      assertRefused(
          outcome,
          "does not take the kernels of fill, CUDA_ERROR_JIT_COMPIL",
          "install a newer driver or CUDA's NVRTC");
    }
  }

  @Test
  void whereBindingTheContextTellsOfAnEarlierKernel() throws Exception {
    String error = "cuCtxSetCurrent: CUDA_ERROR_ILLEGAL_ADDRESS";
    String kernel = "latest first: fault_past_the_end<<<1, 64>>>";
    Map<String, String> early = Map.of("EMU_EARLY", "1");
    String[] options = {"-Dsbr.cuda.separate=true", "-Dsbr.cuda.blas=own"};
    assertThat(tell("next", early, options))
        .contains("next: " + error, kernel, "again: after an earlier failure: " + error)
        .contains("close: nothing", "left: [0, 0, 0, 0, 0]");
    assertThat(tell("close", early, options))
        .contains("close: " + error, kernel, "left: [0, 0, 0, 0, 0]");
  }

  @Test
  void whereCublasFindsLittleMemory() throws Exception {
    Map<String, String> little = Map.of("EMU_MEM", "64", "EMU_CUBLAS_WORKSPACE", "16");
    assertThat(tell("memory", little))
        .contains("cuBLAS 12.0.0", "memory kept: nothing", "close: nothing")
        .contains("memory used: cublasSgemm 1 x 1 x 1: CUBLAS_STATUS_ALLOC_FAILED")
        .contains("memory given: nothing");
  }

  @Test
  void manyAtOnceInOneEmptyFolder() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      processes.add(start(Map.of(), StartBackend.class));
    }
    for (Process process : processes) {
      Outcome outcome = end(process);
      assertThat(outcome.code()).as(outcome.said()).isZero();
      assertThat(outcome.said()).contains("CPU-emulated CUDA device");
    }
    assertNothingIsLeft();
  }
}
