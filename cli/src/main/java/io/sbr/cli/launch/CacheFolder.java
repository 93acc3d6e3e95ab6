package io.sbr.cli.launch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a user's programs keep what they can make again: everything in it may be deleted. */
public final class CacheFolder {
  private CacheFolder() {}

  /**
   * {@code $XDG_CACHE_HOME/sbr}, or {@code ~/.cache/sbr}, where the script {@code sbr} looks, too;
   * it may not exist yet.
   *
   * @return nothing where none of these is an absolute path
   */
  public static Optional<Path> place() {
    String caches = System.getenv("XDG_CACHE_HOME");
    if (caches != null && caches.startsWith("/")) {
      return Optional.of(Path.of(caches, "sbr"));
    }
    return Stream.of(System.getenv("HOME"), System.getProperty("user.home"))
        .filter(home -> home != null && home.startsWith("/"))
        .findFirst()
        .map(home -> Path.of(home, ".cache", "sbr"));
  }

  /**
   * Makes the folder, for its user alone where the system knows users.
   *
   * @throws IOException if it is not there and cannot be made
   */
  public static void make(Path folder) throws IOException {
    boolean users = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] own =
        users
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(folder.getParent());
    Files.createDirectories(folder, own);
  }
}
