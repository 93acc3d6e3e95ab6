package io.sbr.tensor.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file as a whole or not at all: written beside, synced to the disk, verified, renamed.
 * If anything fails, or the process dies at any moment, the file holds what it held before.
 */
public final class AtomicFiles {
  private AtomicFiles() {}

  /** Writes the new content. */
  @FunctionalInterface
  public interface Writer {
    /** Writes everything to the channel. */
    void write(WritableByteChannel channel) throws IOException;
  }

  /** Reads the new content back before it takes the old one's place. */
  @FunctionalInterface
  public interface Verifier {
    /** Throws if the file does not hold what was written. */
    void verify(Path written) throws IOException;
  }

  /**
   * Replaces {@code file}.
   *
   * @throws IOException if writing, syncing, verifying or renaming fails; the temporary file is
   *     gone and {@code file} is as before
   */
  public static void replace(Path file, Writer writer, Verifier verifier) throws IOException {
    Path beside = beside(file);
    try {
      try (FileChannel channel =
          FileChannel.open(
              beside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writer.write(channel);
        channel.force(true);
      }
      verifier.verify(beside);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteQuietly(beside, e);
      throw named(file, e);
    } catch (Throwable e) { // running out of memory, too, must leave nothing behind
      deleteQuietly(beside, e);
      throw e;
    }
    syncFolder(file.toAbsolutePath().getParent());
  }

  /** Where {@link #replace} writes before it renames; a writer that was killed leaves it there. */
  public static Path beside(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".tmp");
  }

  /** A full disk says that it is full, not which. */
  private static IOException named(Path file, IOException e) {
    String message = String.valueOf(e.getMessage());
    boolean names =
        e instanceof FileSystemException
            || message.contains(file.toString())
            || message.contains(beside(file).toString());
    return names ? e : new IOException(file + ": " + e.getMessage(), e);
  }

  private static void deleteQuietly(Path file, Throwable cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Makes the rename itself durable, on systems that let a folder be opened. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder; there the rename is as durable as the file system makes it.
    }
  }
}
