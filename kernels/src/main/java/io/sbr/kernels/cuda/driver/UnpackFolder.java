package io.sbr.kernels.cuda.driver;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private folder that a native library is unpacked into, under the temporary folder: open to
 * this user alone, and gone as soon as the library is mapped. A process that was killed in between
 * leaves its folder behind; the next one that makes one removes it.
 */
final class UnpackFolder implements AutoCloseable {
  /** What all their names begin with; the process id follows. */
  static final String PREFIX = "sbr-cuda-";

  /** A process of another container may not be seen, but it is through with its folder by then. */
  private static final Duration ABANDONED = Duration.ofMinutes(1);

  private static final Pattern NAME = Pattern.compile("sbr-cuda-?(?:(\\d+)-)?\\d+");

  private final Path path;

  private UnpackFolder(Path path) {
    this.path = path;
  }

  /** A new folder. */
  static UnpackFolder make() throws IOException {
    removeAbandoned(Path.of(System.getProperty("java.io.tmpdir")), Instant.now());
    Path path = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
    path.toFile().deleteOnExit(); // where a signal ends the process before close
    return new UnpackFolder(path);
  }

  Path path() {
    return path;
  }

  /** Writes a file into it. */
  Path write(String name, byte[] content) throws IOException {
    Path file = path.resolve(name);
    file.toFile().deleteOnExit(); // in reverse order: before the folder
    return Files.write(file, content);
  }

  /** Removes it; where a mapped file cannot be deleted, as on Windows, that is done at the end. */
  @Override
  public void close() {
    delete(path);
  }

  /** Removes what processes that are no more have left. What cannot be removed stays. */
  static void removeAbandoned(Path temporary, Instant now) {
    FileTime old = FileTime.from(now.minus(ABANDONED));
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, "sbr-cuda*")) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && isOfNoProcess(folder.getFileName().toString())
            && Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).compareTo(old) < 0) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      return; // tidying up is never a reason to fail
    }
  }

  private static boolean isOfNoProcess(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return false;
    }
    String pid = matcher.group(1);
    return pid == null || ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  private static void delete(Path folder) {
    File[] files = folder.toFile().listFiles();
    for (File file : files == null ? new File[0] : files) {
      file.delete();
    }
    folder.toFile().delete();
  }
}
