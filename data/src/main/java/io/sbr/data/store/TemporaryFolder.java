package io.sbr.data.store;

import io.sbr.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder in which something is made before it is renamed. What has not been renamed is deleted:
 * on closing, and if the JVM is ended first, for a signal runs no {@code finally}. A process that
 * is killed leaves the folder, and beside it a file whose lock has ended with the process: by that
 * the next one sees that nobody works there any more.
 */
final class TemporaryFolder implements AutoCloseable {
  private static final int ATTEMPTS = 50;
  private static final int PAUSE_MILLIS = 10;

  private static final String LOCK = ".lock";
  private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final Path path;
  private final Path lockFile;
  private final FileChannel lock;
  private final Thread hook = new Thread(this::deleteAtTheEnd, "delete-temporary-folder");

  private TemporaryFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lockFile = lockFile(path);
    this.lock = lock;
  }

  private static Path lockFile(Path path) {
    return path.resolveSibling(path.getFileName() + LOCK);
  }

  /** A new folder, hidden, in the same place as {@code target}. */
  static TemporaryFolder beside(Path target) throws IOException {
    // Not createTempDirectory: that folder, and so the data set, only its owner could read.
    Path path = target.resolveSibling("." + target.getFileName() + "-" + UUID.randomUUID());
    FileChannel lock =
        FileChannel.open(lockFile(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    TemporaryFolder folder = new TemporaryFolder(path, lock);
    Runtime.getRuntime().addShutdownHook(folder.hook);
    try {
      if (lock.tryLock() == null || !Files.exists(folder.lockFile)) {
        throw new IOException(folder.lockFile + " was taken by another process: try again");
      }
      Files.createDirectory(path);
      return folder;
    } catch (IOException | RuntimeException e) {
      folder.forget();
      folder.unlock();
      throw e;
    }
  }

  /**
   * Removes what processes have left that were killed while they made the same target. What another
   * one is at work on stays.
   */
  static void removeAbandoned(Path target) throws IOException {
    Path parent = target.getParent();
    if (target.getFileName() == null || !Files.isDirectory(parent)) {
      return;
    }
    Pattern own =
        Pattern.compile(Pattern.quote("." + target.getFileName() + "-") + UUID_FORM + LOCK);
    List<Path> locks;
    try (Stream<Path> siblings = Files.list(parent)) {
      locks = siblings.filter(p -> own.matcher(p.getFileName().toString()).matches()).toList();
    }
    for (Path lockFile : locks) {
      String name = lockFile.getFileName().toString();
      removeIfAbandoned(
          lockFile, lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length())));
    }
  }

  private static void removeIfAbandoned(Path lockFile, Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) {
        delete(path);
        Files.deleteIfExists(lockFile);
      }
    } catch (OverlappingFileLockException | NoSuchFileException | AccessDeniedException inUse) {
      // of this process, ended this moment, or another user's
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
      delete(path);
      unlock();
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

  private void unlock() throws IOException {
    Files.deleteIfExists(lockFile); // before the lock ends: no other process can take it then
    lock.close();
  }

  private static void delete(Path path) throws IOException {
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
        delete(path);
        break;
      } catch (IOException | UncheckedIOException e) {
        pause();
      }
    }
    try {
      Files.deleteIfExists(lockFile);
    } catch (IOException e) {
      // the next process to the same place removes it
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
