package io.sbr.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program that uses the library sees of it on standard error, in JVMs of its own. */
@Timeout(120)
class QuietStartTest {
  @TempDir Path folder;

  /** A program without any option for Java. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      for (int i = 0; i < 3; i++) {
        try (Backend backend = Backends.choose("auto", 1).backend()) {
          System.out.println(backend.description());
        }
      }
    }
  }

  private String errors(Path java, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx128m"));
    command.addAll(List.of(options));
    command.add("-Xlog:class+load:file=" + folder.resolve("classes"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("LD_LIBRARY_PATH");
    builder.redirectError(folder.resolve("err").toFile());
    Process process = builder.start();
    process.getInputStream().readAllBytes();
    String errors = Files.readString(folder.resolve("err"), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(errors).isZero();
    return errors;
  }

  private static Path here() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  @Test
  void withoutVectorsItWarnsOnceAndSaysWhatToDo() throws Exception {
    assertThat(errors(here()).lines().filter(line -> line.contains("plain loops")))
        .hasSize(1)
        .allMatch(line -> line.contains("--add-modules jdk.incubator.vector"));
    assertThat(errors(here(), "-Dsbr.simd=plain")).doesNotContain("plain loops");
    assertThat(errors(here(), "--add-modules", "jdk.incubator.vector"))
        .doesNotContain("plain loops");
  }

  @Test
  void nothingNativeIsLoadedWhereThereIsNoDriver() throws Exception {
    assumeTrue(!Files.exists(Path.of("/proc/driver/nvidia/version")), "this machine has a driver");
    errors(here(), "-Dsbr.simd=plain");
    assertThat(Files.readString(folder.resolve("classes")))
        .contains("io.sbr.kernels.cuda.driver.CudaProbe ")
        .doesNotContain("io.sbr.kernels.cuda.driver.NativeLibraries ", "jcuda.driver.JCudaDriver ");
  }

  /** Java 24 and newer remark on native libraries. */
  @Test
  void newerJavasHaveNothingToRemarkOn() throws Exception {
    assumeTrue(!Files.exists(Path.of("/proc/driver/nvidia/version")), "this machine has a driver");
    List<Path> newer = newer();
    assumeTrue(!newer.isEmpty(), "no newer Java here");
    for (Path java : newer) {
      assertThat(errors(java, "-Dsbr.simd=plain")).isEmpty();
    }
  }

  private static List<Path> newer() throws IOException {
    if (Runtime.version().feature() >= 24) {
      return List.of(here());
    }
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> homes = Files.list(all)) {
      return homes
          .filter(home -> home.getFileName().toString().contains("25"))
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .limit(1)
          .toList();
    }
  }
}
