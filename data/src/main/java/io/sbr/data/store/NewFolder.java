package io.sbr.data.store;

import io.sbr.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A folder that is made beside its place and renamed when complete, so that what stands under the
 * final name is always whole.
 */
public final class NewFolder {
  private NewFolder() {}

  /**
   * Fills a folder.
   *
   * @param <T> what is said of it
   */
  @FunctionalInterface
  public interface Filling<T> {
    /** Writes all files into the folder, under whatever name it has meanwhile. */
    T fill(Path folder) throws IOException;
  }

  /**
   * Makes {@code out}, which may exist only as an empty folder; of a link, what it leads to.
   *
   * @param what it is, for messages
   * @throws DataException if {@code out} is in use, or may not be written; nothing is left
   * @throws UncheckedIOException naming {@code out} if the machine fails, as with a full disk;
   *     nothing is left
   */
  public static <T> T make(Path out, String what, Filling<T> filling) {
    refuseUsed(out);
    try {
      Path target = target(out);
      if (!Files.isDirectory(target.getParent())) {
        Files.createDirectories(target.getParent());
      }
      try (TemporaryFolder temporary = TemporaryFolder.beside(target)) {
        T said = filling.fill(temporary.path());
        Files.deleteIfExists(target);
        Files.move(temporary.path(), target, StandardCopyOption.ATOMIC_MOVE);
        return said;
      }
    } catch (AccessDeniedException e) {
      throw new DataException(out + ": permission denied to write " + e.getFile());
    } catch (FileAlreadyExistsException | NotDirectoryException e) {
      throw new DataException(out + ": " + e.getFile() + " is a file, not a folder");
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(out + ": " + what + " cannot be written: " + e.getMessage(), e));
    }
  }

  private static Path target(Path out) throws IOException {
    return Links.target(out).toAbsolutePath().normalize();
  }

  /**
   * Checks, before long work, that {@link #make} will accept {@code out}, and removes what a writer
   * to the same place has left beside it that was killed.
   *
   * @throws DataException if something is there that is not an empty folder
   */
  public static void refuseUsed(Path out) {
    try {
      TemporaryFolder.removeAbandoned(target(out));
    } catch (IOException e) {
      throw InputFiles.unreadable(out, e);
    }
    if (!Files.exists(out)) {
      return;
    }
    try (Stream<Path> entries = Files.isDirectory(out) ? Files.list(out) : Stream.of(out)) {
      if (entries.findAny().isPresent()) {
        throw new DataException(out + " exists already; choose another place or remove it");
      }
    } catch (IOException e) {
      throw InputFiles.unreadable(out, e);
    }
  }
}
