package io.sbr.cli.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Where {@linkplain ClassArchive class archives} are kept: the {@link CacheFolder}, which must be
 * this user's alone, since an archive is code.
 */
final class ArchiveFolder {
  /** Two commands, for two Javas or two builds of the program: some 50 MB. */
  static final int MOST = 4;

  private static final String END = ".jsa";
  private static final String PART = ".part";
  private static final int BUFFER = 1 << 18;
  private static final Duration ABANDONED = Duration.ofHours(1);

  private ArchiveFolder() {}

  /**
   * The folder, made if there is none.
   *
   * @return null if there is no place for it, or if others may write there
   * @throws IOException if it cannot be made
   * @throws UnsupportedOperationException where the file system knows no owners
   */
  static Path open() throws IOException {
    Optional<Path> place = CacheFolder.place();
    if (place.isEmpty()) {
      return null;
    }
    Path folder = place.get();
    if (!Files.exists(folder)) {
      CacheFolder.make(folder);
    }
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    boolean ours =
        found.isDirectory()
            && found.owner().getName().equals(System.getProperty("user.name"))
            && !found.permissions().contains(PosixFilePermission.GROUP_WRITE)
            && !found.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    return ours && Files.isWritable(folder) ? folder : null;
  }

  /**
   * How the name of an archive begins: what it depends on, which is the program, the Java and its
   * options. The JVM checks most of it, too; a name of its own keeps two of them from replacing
   * each other's.
   */
  static String key(String command, List<String> jvm, Path jar) throws IOException {
    List<String> parts = new ArrayList<>();
    for (String option : jvm) {
      if (!option.startsWith("-Xlog")) {
        parts.add(option);
      }
    }
    parts.add(jar.toRealPath().toString());
    parts.add(Long.toString(Files.size(jar)));
    parts.add(Long.toString(Files.getLastModifiedTime(jar).toMillis()));
    parts.add(System.getProperty("java.home"));
    parts.add(System.getProperty("java.vm.version"));
    CRC32 sum = new CRC32();
    sum.update(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    return String.join("-", command, Long.toHexString(sum.getValue()), "");
  }

  /**
   * The archive of that key; null if there is none. One that is not as it was written is removed:
   * the JVM would not pass over it but crash.
   */
  static Path find(Path folder, String key) throws IOException {
    for (Path file : archives(folder)) {
      if (file.getFileName().toString().startsWith(key)) {
        if (file.getFileName().toString().equals(name(key, file))) {
          return file;
        }
        Files.deleteIfExists(file);
      }
    }
    return null;
  }

  /** The whole name, which ends with the checksum of the content. */
  static String name(String key, Path content) throws IOException {
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(content)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sum.update(buffer, 0, n);
      }
    }
    return key.concat(Long.toHexString(sum.getValue())).concat(END);
  }

  /** Where this process's second JVM writes, so that only whole archives get their name. */
  static Path unfinished(Path folder, String key) {
    return folder.resolve(key.concat(Long.toString(ProcessHandle.current().pid())).concat(PART));
  }

  /** Removes all but the newest archives, and what killed processes have left. */
  static void prune(Path folder) throws IOException {
    FileTime old = FileTime.fromMillis(System.currentTimeMillis() - ABANDONED.toMillis());
    for (Path file : files(folder, PART)) {
      if (Files.getLastModifiedTime(file).compareTo(old) < 0) {
        Files.deleteIfExists(file);
      }
    }
    List<Path> archives = archives(folder);
    archives.sort((a, b) -> Long.compare(modified(b), modified(a)));
    for (int i = MOST; i < archives.size(); i++) {
      Files.deleteIfExists(archives.get(i));
    }
  }

  private static List<Path> archives(Path folder) throws IOException {
    return files(folder, END);
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (file.toString().endsWith(end)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /** 0 for one that another process has just removed. */
  private static long modified(Path file) {
    return file.toFile().lastModified();
  }
}
