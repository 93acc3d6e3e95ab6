package io.sbr.kernels.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackFolderTest {
  @TempDir Path temporary;

  private Path folder(String name) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(name));
    Files.writeString(folder.resolve("libX.so"), "half");
    return folder;
  }

  private static String dead() throws Exception {
    Process process = new ProcessBuilder(javaCommand(), "-version").start();
    process.waitFor();
    return Long.toString(process.pid());
  }

  private static String javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  @Test
  void whatDeadProcessesLeftIsRemoved() throws Exception {
    Path left = folder(UnpackFolder.PREFIX + dead() + "-123");
    Path older = folder("sbr-cuda4567"); // as earlier versions called them
    Path mine = folder(UnpackFolder.PREFIX + ProcessHandle.current().pid() + "-123");
    Path others = folder("sbr-cuda-notes");
    Path file = Files.writeString(temporary.resolve("sbr-cuda-1-1"), "");
    Path elsewhere = folder("elsewhere");
    Path link = Files.createSymbolicLink(temporary.resolve("sbr-cuda99"), elsewhere);
    UnpackFolder.removeAbandoned(temporary, Instant.now());
    assertThat(left).as("perhaps of another container, at work").exists();
    UnpackFolder.removeAbandoned(temporary, Instant.now().plus(Duration.ofMinutes(2)));
    assertThat(left).doesNotExist();
    assertThat(older).doesNotExist();
    assertThat(mine).isNotEmptyDirectory();
    assertThat(others).isNotEmptyDirectory();
    assertThat(file).exists();
    assertThat(link).exists();
    assertThat(elsewhere).isNotEmptyDirectory();
    UnpackFolder.removeAbandoned(temporary.resolve("none"), Instant.now()); // and says nothing
  }

  @Test
  void makingOneRemovesWhatDeadProcessesLeft() throws Exception {
    Path left = folder(UnpackFolder.PREFIX + dead() + "-123");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
    String before = System.setProperty("java.io.tmpdir", temporary.toString());
    try (UnpackFolder folder = UnpackFolder.make()) {
      assertThat(folder.path()).exists();
      assertThat(left).doesNotExist();
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  @Test
  void itsOwnIsGoneWhenClosed() throws IOException {
    Path place;
    try (UnpackFolder folder = UnpackFolder.make()) {
      place = folder.path();
      assertThat(place.getFileName().toString())
          .startsWith("sbr-cuda-" + ProcessHandle.current().pid() + "-");
      assertThat(folder.write("libX.so", new byte[] {1})).hasBinaryContent(new byte[] {1});
    }
    assertThat(place).doesNotExist();
  }
}
