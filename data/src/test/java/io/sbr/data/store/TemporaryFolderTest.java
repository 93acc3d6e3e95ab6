package io.sbr.data.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
  @TempDir Path folder;

  private long left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void whatIsNotRenamedIsDeleted() throws IOException {
    try (TemporaryFolder temporary = TemporaryFolder.beside(folder.resolve("data"))) {
      Files.writeString(temporary.path().resolve("file"), "half");
      assertThat(left()).as("the folder and its lock").isEqualTo(2);
    }
    assertThat(left()).isZero();
    Path target = folder.resolve("data");
    try (TemporaryFolder temporary = TemporaryFolder.beside(target)) {
      Files.move(temporary.path(), target);
    }
    assertThat(target).exists();
  }

  @Test
  void aJvmThatEndsLeavesNothing() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Ends.class.getName(),
                folder.resolve("data").toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(left()).isZero();
  }

  /** What a killed process left goes at the next start; what another one works on stays. */
  @Test
  void whatAKilledProcessLeftIsRemoved() throws Exception {
    Path target = folder.resolve("data");
    Process killed = start(Stays.class, target);
    assertThat(killed.getInputStream().read()).isEqualTo('!');
    killed.destroyForcibly().waitFor();
    Process living = start(Stays.class, target);
    assertThat(living.getInputStream().read()).isEqualTo('!');
    Path stranger = Files.createDirectory(folder.resolve(".data-mine"));
    Path other =
        Files.createDirectory(folder.resolve(".other-00000000-0000-0000-0000-000000000000"));
    try (TemporaryFolder own = TemporaryFolder.beside(target)) {
      assertThat(left()).as("of three processes, a folder and a lock each").isEqualTo(8);
      TemporaryFolder.removeAbandoned(target);
      assertThat(left()).isEqualTo(6);
      assertThat(own.path()).exists();
      assertThat(living.isAlive()).isTrue();
    }
    living.destroyForcibly().waitFor();
    TemporaryFolder.removeAbandoned(target);
    assertThat(folder).isDirectoryContaining(stranger::equals).isDirectoryContaining(other::equals);
    assertThat(left()).isEqualTo(2);
  }

  private static Process start(Class<?> main, Path target) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            target.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Works until it is killed. */
  static final class Stays {
    public static void main(String[] args) throws Exception {
      try (TemporaryFolder temporary = TemporaryFolder.beside(Path.of(args[0]))) {
        Files.writeString(temporary.path().resolve("file"), "half");
        System.out.print('!');
        System.out.flush();
        Thread.sleep(60_000);
      }
    }
  }

  /** Ends as a signal ends a JVM: without what stands in {@code finally}. */
  static final class Ends {
    public static void main(String[] args) throws IOException {
      try (TemporaryFolder temporary = TemporaryFolder.beside(Path.of(args[0]))) {
        Files.writeString(temporary.path().resolve("file"), "half");
        System.exit(3);
      }
    }
  }
}
