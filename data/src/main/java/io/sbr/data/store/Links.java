package io.sbr.data.store;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Symbolic links in places that are written to: followed, never replaced by what is written. */
public final class Links {
  private static final int MOST = 40; // as Linux allows

  private Links() {}

  /**
   * Where a path leads: itself, or what it is a link to, and so on. What is there in the end need
   * not exist.
   *
   * @throws FileSystemLoopException if links lead in a circle
   * @throws IOException if a link cannot be read
   */
  public static Path target(Path path) throws IOException {
    Path at = path;
    for (int links = 0; Files.isSymbolicLink(at); links++) {
      if (links == MOST) {
        throw new FileSystemLoopException(path + " is a link that leads in a circle");
      }
      Path parent = at.toAbsolutePath().getParent();
      at = parent.resolve(Files.readSymbolicLink(at));
    }
    return at;
  }
}
