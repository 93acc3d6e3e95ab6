package io.sbr.models.catalogue;

import io.sbr.data.DataException;
import io.sbr.data.store.StrictJson;
import io.sbr.tensor.io.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The items that are withdrawn, in a file that outlasts the program: <code>
 * {"withdrawn":["A17","B02"]}</code>, as the server lists them. One program at a time writes it.
 */
public final class WithdrawnFile {
  private final Path file;

  /** A file, which need not be there yet; its folder must be. */
  public WithdrawnFile(Path file) {
    this.file = file;
  }

  /** What stands in the file. */
  private record Content(List<String> withdrawn) {
    Content {
      if (withdrawn == null || withdrawn.stream().anyMatch(Objects::isNull)) {
        throw new IllegalArgumentException("\"withdrawn\" is no list of ids");
      }
    }
  }

  /**
   * The ids in the file; none if there is no file.
   *
   * @throws DataException naming the file if it cannot be read or is not of its form
   */
  Set<String> read() {
    return Files.exists(file)
        ? Set.copyOf(StrictJson.read(file, Content.class).withdrawn())
        : Set.of();
  }

  /**
   * Replaces what stands in the file.
   *
   * @throws UncheckedIOException naming the file if it cannot be written; it is as before
   */
  void write(Set<String> ids) {
    try {
      byte[] text =
          StrictJson.MAPPER.writeValueAsBytes(new Content(ids.stream().sorted().toList()));
      AtomicFiles.replace(
          file,
          channel -> {
            for (ByteBuffer rest = ByteBuffer.wrap(text); rest.hasRemaining(); ) {
              channel.write(rest);
            }
          },
          written -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(file + " cannot be written: " + e.getMessage(), e));
    }
  }
}
