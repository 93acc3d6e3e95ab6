package io.sbr.models.run;

import io.sbr.models.train.LostRunException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;

/**
 * The right to write into a run folder: a lock of the operating system on a file in it, which ends
 * with the process however that ends. The file itself stays; removing it would let two writers lock
 * two files of one name.
 */
public final class RunLock implements AutoCloseable {
  /** Its name in the folder. */
  public static final String FILE = "run.lock";

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Path folder;
  private final FileChannel channel;
  private final Object key;

  private RunLock(Path folder, FileChannel channel) throws IOException {
    this.folder = folder;
    this.channel = channel;
    this.key = key(folder);
  }

  /**
   * Locks a folder.
   *
   * @param patience how long to wait for another writer to end
   * @throws IllegalArgumentException if another writer holds it for longer
   */
  public static RunLock acquire(Path folder, Duration patience) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!tryLock(channel)) {
        if (System.nanoTime() >= deadline) {
          throw new IllegalArgumentException(
              folder + " is locked: another process is training into it");
        }
        Thread.sleep(PAUSE.toMillis());
      }
      return new RunLock(folder, channel);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      channel.close();
      throw new IllegalStateException("interrupted while waiting for the lock of " + folder, e);
    } catch (RuntimeException | IOException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  /** Which file is locked, on systems that tell; a name alone may be another file's by now. */
  private static Object key(Path folder) throws IOException {
    return Files.readAttributes(folder.resolve(FILE), BasicFileAttributes.class).fileKey();
  }

  /**
   * Checks that what is locked is still in its place.
   *
   * @throws LostRunException if the folder, or the lock in it, was removed or replaced
   */
  void check() throws IOException {
    boolean here;
    try {
      here = Objects.equals(key, key(folder));
    } catch (NoSuchFileException | NotDirectoryException gone) {
      here = false;
    }
    if (!here) {
      throw new LostRunException(
          folder + " was removed or replaced while it was trained into: nothing of it is kept");
    }
  }

  /** Whether what is locked is still in its place. */
  boolean isHeld() {
    try {
      check();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets the next writer in. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
