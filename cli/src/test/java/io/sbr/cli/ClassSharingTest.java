package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Archives of class data, seen from outside: the program as a jar, and the folder of a user. */
@Timeout(120)
class ClassSharingTest {
  @TempDir static Path all;
  private static Path jar;
  private static Path run;

  @TempDir Path folder;

  private Path caches;
  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void program() throws IOException {
    Cli.assume(
        System.getProperty("java.vm.info").contains("sharing"), "this Java has no class archive");
    jar = ProgramJar.write(all.resolve("program.jar"));
    run = all.resolve("run");
    Cli.Outcome trained = Cli.train(Cli.ring(all.resolve("ring")), run);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @BeforeEach
  void emptyCaches() throws IOException {
    caches = Files.createDirectories(folder.resolve("caches"));
    Cli.assume(
        Files.getOwner(caches).getName().equals(System.getProperty("user.name")),
        "this user has no name");
  }

  @AfterEach
  void endWhatIsLeft() {
    started.stream()
        .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
  }

  private Process start(String name, List<String> options, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString(), "recommend", "--run", run.toString()));
    command.addAll(List.of("--items", "10,20", "--device", "cpu", "--threads", "1"));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile());
    builder.environment().put("XDG_CACHE_HOME", caches.toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** What it printed, which must be right and all. */
  private String answer(String name, Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String errors = Files.readString(folder.resolve(name + ".err"));
    assertThat(process.exitValue()).as(errors).isZero();
    assertThat(errors.lines()).as("nothing but the backend").hasSize(1);
    return Files.readString(folder.resolve(name + ".out"));
  }

  private String answer(String name, String... options) throws Exception {
    return answer(name, start(name, List.of(options)));
  }

  /** Whether the second JVM took our own classes from an archive. */
  private boolean shares(String name) throws Exception {
    Path classes = folder.resolve(name + ".classes");
    answer(name, "-Xlog:class+load:file=" + classes + "-%p");
    try (Stream<Path> logs = Files.list(folder)) {
      for (Path log : logs.filter(path -> path.toString().contains(name + ".classes")).toList()) {
        if (Files.readString(log)
            .contains("io.sbr.cli.command.RecommendCommand source: shared objects")) {
          return true;
        }
      }
    }
    return false;
  }

  private List<Path> kept() throws IOException {
    Path own = caches.resolve("sbr");
    if (!Files.exists(own)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(own)) {
      return files.toList();
    }
  }

  @Test
  void theFirstCommandWritesAnArchiveAndTheNextUsesIt() throws Exception {
    String first = answer("first");
    assertThat(kept()).hasSize(1).allMatch(file -> file.toString().endsWith(".jsa"));
    assertThat(Files.getPosixFilePermissions(caches.resolve("sbr")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(answer("second")).isEqualTo(first);
    assertThat(kept()).as("the same").hasSize(1);
    assertThat(answer("third", "-Dsbr.archive=off")).isEqualTo(first);
  }

  @Test
  void classesComeFromIt() throws Exception {
    assertThat(shares("first")).isFalse();
    assertThat(shares("second")).isTrue();
  }

  @Test
  void aDamagedArchiveIsPassedOver() throws Exception {
    String first = answer("first");
    Path archive = kept().get(0);
    byte[] content = Files.readAllBytes(archive);
    byte[] flipped = content.clone();
    flipped[content.length / 2] ^= 1;
    for (byte[] bad : List.of(new byte[0], Arrays.copyOf(content, 100_000), flipped)) {
      Files.deleteIfExists(archive);
      Files.write(archive, bad);
      assertThat(answer("bad")).isEqualTo(first);
      assertThat(kept()).hasSize(1);
      assertThat(Files.readAllBytes(kept().get(0))).as("replaced by a whole one").isNotEqualTo(bad);
      Files.delete(kept().get(0));
    }
  }

  @Test
  void noArchiveWhereNoneIsWanted() throws Exception {
    answer("off", "-Dsbr.archive=off");
    answer("own", "-Xshare:auto");
    assertThat(kept()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeUsedIsLeftAlone() throws Exception {
    Path own = Files.createFile(caches.resolve("sbr"));
    answer("file");
    assertThat(own).isEmptyFile();
    Files.delete(own);
    Files.createDirectory(own);
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    answer("open-to-all");
    assertThat(kept()).isEmpty();
  }

  @Test
  void aCommandThatFailsLeavesNothing() throws Exception {
    Process process = start("fails", List.of(), "--top", "0");
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("fails.err")).lines()).hasSize(1);
    assertThat(kept()).isEmpty();
  }

  @Test
  void twoAtOnceBothAnswer() throws Exception {
    Process a = start("a", List.of());
    Process b = start("b", List.of());
    assertThat(answer("a", a)).isEqualTo(answer("b", b));
    assertThat(kept()).hasSizeBetween(1, 2).allMatch(file -> file.toString().endsWith(".jsa"));
  }

  @Test
  void onlyTheNewestAreKept() throws Exception {
    Path own = Files.createDirectory(caches.resolve("sbr"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
    for (int i = 0; i < 6; i++) {
      Path old = Files.createFile(own.resolve("old-" + i + ".jsa"));
      assertThat(old.toFile().setLastModified(1_000_000L * (i + 1))).isTrue();
    }
    Path left = Files.createFile(own.resolve("left.jsa.1.part"));
    assertThat(left.toFile().setLastModified(1_000_000)).isTrue();
    Path others = Files.createFile(own.resolve("notes.txt"));
    answer("new");
    assertThat(kept())
        .hasSize(5)
        .contains(others)
        .doesNotContain(left, own.resolve("old-2.jsa"))
        .contains(own.resolve("old-3.jsa"), own.resolve("old-5.jsa"));
  }
}
