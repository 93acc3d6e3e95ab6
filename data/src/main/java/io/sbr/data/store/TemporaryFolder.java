package io.sbr.data.store;

import io.sbr.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder in which something is made before it is renamed. What has not been renamed is deleted:
 * on closing, and if the JVM is ended first, for a signal runs no {@code finally}.
 */
final class TemporaryFolder implements AutoCloseable {
  private static final int ATTEMPTS = 50;
  private static final int PAUSE_MILLIS = 10;

  private final Path path;
  private final Thread hook = new Thread(this::deleteAtTheEnd, "delete-temporary-folder");

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** A new folder, hidden, in the same place as {@code target}. */
  static TemporaryFolder beside(Path target) throws IOException {
    // Not createTempDirectory: that folder, and so the data set, only its owner could read.
    String unique = "." + target.getFileName() + "-" + UUID.randomUUID();
    TemporaryFolder folder = new TemporaryFolder(target.resolveSibling(unique));
    Runtime.getRuntime().addShutdownHook(folder.hook);
    try {
      Files.createDirectory(folder.path);
      return folder;
    } catch (IOException | RuntimeException e) {
      folder.forget();
      throw e;
    }
  }

  /** The folder. */
  Path path() {
    return path;
  }

  /**
   * Deletes what is left.
   *
   * @throws DataException if it cannot be deleted
   */
  @Override
  public void close() {
    forget();
    try {
      delete();
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(path + ": what is left of a failed write cannot be deleted: " + e);
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending and the hook at work; both delete the same.
    }
  }

  private void delete() throws IOException {
    if (!Files.exists(path)) {
      return; // renamed: all is well
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** Again and again, as the thread that writes goes on until the JVM is gone. */
  private void deleteAtTheEnd() {
    for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
      try {
        delete();
        return;
      } catch (IOException | UncheckedIOException e) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
