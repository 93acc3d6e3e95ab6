package io.sbr.kernels.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.kernels.cpu.loops.PlainLoops;
import io.sbr.kernels.cpu.loops.SampleStep;
import io.sbr.kernels.cpu.loops.VectorLoops;
import io.sbr.tensor.Backend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same step has the same bits for any number of threads, interpreted and compiled. */
class SameBitsTest {
  /** Calls after which the kernels run in the optimising compiler's code, or soon will. */
  private static final int WARM = 400;

  private static Backend backend(String loops, int threads) {
    return new CpuBackend(loops.equals("vector") ? new VectorLoops() : new PlainLoops(), threads);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "plain"})
  void theNumberOfThreadsDoesNotShow(String loops) {
    String alone;
    try (Backend backend = backend(loops, 1)) {
      alone = SampleStep.hash(backend, 100, 5000, 100);
    }
    for (int threads : new int[] {2, 3, 7}) {
      try (Backend backend = backend(loops, threads)) {
        for (int again = 0; again < 3; again++) {
          assertThat(SampleStep.hash(backend, 100, 5000, 100))
              .as("%d threads", threads)
              .isEqualTo(alone);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "plain"})
  void interpretedAndCompiledCodeAgree(String loops) throws Exception {
    String interpreted = inAnotherJvm(loops, "-Xint");
    try (Backend backend = backend(loops, 2)) {
      for (int i = 0; i < WARM; i++) {
        assertThat(SampleStep.hash(backend, 12, 300, 20)).as("call %d", i).isEqualTo(interpreted);
      }
    }
  }

  @Test
  void poisonedMemoryDoesNotShow() throws Exception {
    String clean = inAnotherJvm("vector", "-Dsbr.cpu.poison=false");
    assertThat(inAnotherJvm("vector", "-Dsbr.cpu.poison=true")).isEqualTo(clean);
  }

  private static String inAnotherJvm(String loops, String flag)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", flag));
    // Vectors as wide as here, if this JVM was told another width than it prefers: sums of lanes
    // depend on it.
    command.add("-XX:MaxVectorSize=" + VectorLoops.SPECIES.vectorByteSize());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SampleStep.class.getName(), loops, "1", "12", "300", "20"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.strip();
  }
}
