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
