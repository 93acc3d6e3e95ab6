package io.sbr.models.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The right to write into a run folder: a lock of the operating system on a file in it, which ends
 * with the process however that ends. The file itself stays; removing it would let two writers lock
 * two files of one name.
 */
public final class RunLock implements AutoCloseable {
  static final String FILE = "run.lock";
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
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
      return new RunLock(channel);
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

  /** Lets the next writer in. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
