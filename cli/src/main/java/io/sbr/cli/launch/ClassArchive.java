package io.sbr.cli.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Class data sharing for the second JVM: the classes of a command as the JVM has parsed and
 * verified them, in a file of the {@link ArchiveFolder}. The first such command of a user writes it
 * as it ends, which takes it half a second longer; the others begin a third of a second sooner.
 *
 * <p>A JVM that cannot use its archive (another build, a damaged or vanished file) says nothing and
 * goes on without.
 */
final class ClassArchive {
  /** System property of the first JVM; {@code off} forbids archives. */
  static final String PROPERTY = "sbr.archive";

  /**
   * System property of the first JVM: a number that the script {@code sbr} has made of the program
   * and the Java, by which it will look for the archive itself.
   */
  static final String KEY = "sbr.archive.key";

  /** Options of a user that say how to share classes, or change or watch the classes there are. */
  private static final List<String> NOT_BESIDE =
      List.of(
          "-Xshare",
          "-Xlog:cds",
          "-XX:SharedArchiveFile",
          "-XX:SharedClassListFile",
          "-XX:ArchiveClassesAtExit",
          "-XX:+AutoCreateSharedArchive",
          "-XX:AOT",
          "-javaagent",
          "-agent",
          "-Xrun",
          "-Xbootclasspath",
          "--patch-module",
          "--limit-modules",
          "--upgrade-module-path");

  /** No sharing but the JDK's own. */
  static final ClassArchive NONE = new ClassArchive(null, null, null);

  /** Where it is; null where it is yet to be written. */
  private final Path present;

  /** Where the second JVM is to write it; null where it is there. */
  private final Path written;

  /** How its name is to begin. */
  private final String key;

  private ClassArchive(Path present, Path written, String key) {
    this.present = present;
    this.written = written;
    this.key = key;
  }

  /**
   * The archive for a command of a program, to be used or written; none where that is not wanted or
   * not possible.
   *
   * @param command the subcommand
   * @param jvm all options of the second JVM
   * @param jar what it runs
   */
  static ClassArchive of(String command, List<String> jvm, String jar) {
    if ("off".equals(System.getProperty(PROPERTY))
        || !System.getProperty("java.vm.info", "")
            .contains("sharing") // our archive needs the JDK's
        || hinders(jvm)) {
      return NONE;
    }
    try {
      Path folder = ArchiveFolder.open();
      if (folder == null) {
        return NONE;
      }
      String given = System.getProperty(KEY, "");
      String key =
          given.matches("[0-9]+")
              ? String.join("-", command, given, "")
              : ArchiveFolder.key(command, jvm, Path.of(jar));
      Path present = ArchiveFolder.find(folder, key);
      return present == null
          ? new ClassArchive(null, ArchiveFolder.unfinished(folder, key), key)
          : new ClassArchive(present, null, key);
    } catch (IOException | RuntimeException e) {
      return NONE; // sharing is a gain of time, never a reason to fail
    }
  }

  private static boolean hinders(List<String> jvm) {
    for (String option : jvm) {
      for (String other : NOT_BESIDE) {
        if (option.startsWith(other)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Options for the second JVM. */
  List<String> options() {
    if (key == null) {
      return List.of();
    }
    String option =
        written == null
            ? "-XX:SharedArchiveFile=".concat(present.toString())
            : "-XX:ArchiveClassesAtExit=".concat(written.toString());
    // Its remarks, as on classes that cannot be archived, would stand in standard output.
    return List.of("-Xshare:auto", "-Xlog:cds*=off", option);
  }

  /**
   * Keeps what the second JVM has written, unless the command failed: it may have been cut short.
   */
  void keep(int exitCode) {
    if (written == null) {
      return;
    }
    try {
      if (exitCode == 0 && Files.exists(written)) {
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ)) {
          channel.force(true); // a name must not survive a power cut without its content
        }
        Path folder = written.getParent();
        Files.move(
            written,
            folder.resolve(ArchiveFolder.name(key, written)),
            StandardCopyOption.ATOMIC_MOVE);
        ArchiveFolder.prune(folder);
      } else {
        Files.deleteIfExists(written);
      }
    } catch (IOException | RuntimeException e) {
      return; // the next such command tries again
    }
  }
}
