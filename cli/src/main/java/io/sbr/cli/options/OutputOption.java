package io.sbr.cli.options;

import io.sbr.data.store.InputFiles;
import io.sbr.data.store.Links;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The value of an option that names what to write; null if it is not given. */
public final class OutputOption {
  private OutputOption() {}

  /** Refuses a file that cannot be made, before any work is done for it. */
  public static void checkFile(Path file) {
    if (file == null) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw new UsageException(file + " is a folder, not a file");
    }
    Path parent = target(file).toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new UsageException(parent + ": there is no such folder");
    }
    Path written = Files.exists(file) ? file : parent;
    if (written != null && !Files.isWritable(written)) {
      throw new UsageException(written + ": permission denied");
    }
  }

  /** What is written to: of a link, what it leads to, which need not be there yet. */
  private static Path target(Path file) {
    try {
      return Links.target(file);
    } catch (IOException e) {
      throw new UsageException(file + ": " + InputFiles.reason(e));
    }
  }

  /**
   * Writes the file; of a link, what it leads to. What goes wrong names it, as a full disk does not
   * by itself.
   */
  public static void write(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Refuses a folder that cannot be made; it may be absent. */
  public static void checkFolder(Path folder) {
    if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException(folder + " is a file, not a folder");
    }
  }
}
