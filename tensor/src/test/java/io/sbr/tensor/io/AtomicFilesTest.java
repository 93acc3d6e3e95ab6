package io.sbr.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old content or new content, never anything between, and nothing left beside it. */
class AtomicFilesTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void oldContent() throws IOException {
    file = Files.writeString(folder.resolve("weights"), "old");
  }

  private static AtomicFiles.Writer content(String text) {
    return channel -> channel.write(ByteBuffer.wrap(text.getBytes()));
  }

  private void assertUntouched() {
    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryContaining(p -> p.equals(file));
    assertThat(folder.toFile().list()).containsExactly("weights");
  }

  @Test
  void theVerifierSeesTheNewContentWhileTheOldStillStands() throws IOException {
    AtomicFiles.replace(
        file,
        content("new"),
        written -> {
          assertThat(written).hasContent("new");
          assertThat(file).hasContent("old");
        });
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("weights");
  }

  @Test
  void aNewFile() throws IOException {
    AtomicFiles.replace(folder.resolve("other"), content("new"), written -> {});
    assertThat(folder.resolve("other")).hasContent("new");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("weights", "other");
  }

  @Test
  void aWriterThatFailsHalfWay() {
    AtomicFiles.Writer half =
        channel -> {
          content("half").write(channel);
          throw new IOException("No space left on device");
        };
    assertThatThrownBy(() -> AtomicFiles.replace(file, half, written -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": No space left on device");
    assertUntouched();
  }

  @Test
  void aWriterThatRunsOutOfMemory() {
    AtomicFiles.Writer large =
        channel -> {
          content("half").write(channel);
          throw new OutOfMemoryError("made up");
        };
    assertThatThrownBy(() -> AtomicFiles.replace(file, large, written -> {}))
        .isInstanceOf(OutOfMemoryError.class);
    assertUntouched();
  }

  @Test
  void aVerifierThatIsNotSatisfied() {
    AtomicFiles.Verifier never =
        written -> {
          throw new SafeTensorsException(written, "made up");
        };
    assertThatThrownBy(() -> AtomicFiles.replace(file, content("new"), never))
        .isInstanceOf(SafeTensorsException.class);
    assertUntouched();
  }

  @Test
  void whatAKilledProcessLeftBesideIsOverwritten() throws IOException {
    Files.writeString(folder.resolve(".weights.tmp"), "much longer than the new content");
    AtomicFiles.replace(file, content("new"), written -> assertThat(written).hasContent("new"));
    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("weights");
  }

  @Test
  void aFolderThatDoesNotExist() {
    Path nowhere = folder.resolve("missing").resolve("weights");
    assertThatThrownBy(() -> AtomicFiles.replace(nowhere, content("new"), written -> {}))
        .isInstanceOf(NoSuchFileException.class);
    assertUntouched();
  }
}
