package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.kernels.cpu.jvm.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code sbr}, with a script in Java's place that says what it is asked for. */
@Timeout(60)
class SbrScriptTest {
  static final Path SCRIPT = Path.of("src/main/sh/sbr").toAbsolutePath();

  private static final String MODULES = "MODULES=\"java.base jdk.incubator.vector jdk.zipfs\"\n";

  @TempDir Path folder;

  private Path home;
  private Path java;
  private Path program;
  private Path jar;
  private Path caches;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void standIn() throws IOException {
    home = folder.resolve("a java");
    java = executable(home.resolve("bin/java"), "printf '%s\\n' \"$@\"\n");
    release("JAVA_VERSION=\"17.0.1\"\n" + MODULES);
    program = executable(folder.resolve("the program/sbr"), "");
    Files.copy(SCRIPT, program, StandardCopyOption.REPLACE_EXISTING);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    jar = Files.createFile(program.resolveSibling("sbr-cli.jar"));
    caches = folder.resolve("caches");
    environment.put("JAVA_HOME", home.toString());
    environment.put("XDG_CACHE_HOME", caches.toString());
  }

  private static Path executable(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private void release(String text) throws IOException {
    Files.writeString(home.resolve("release"), text);
  }

  private record Said(int code, String out, String err) {}

  private Said sbr(String... arguments) throws Exception {
    return run(program, arguments);
  }

  private Said run(Path command, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    for (String mine : List.of("SBR_JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
      builder.environment().remove(mine);
    }
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      String out = new String(process.getInputStream().readAllBytes());
      String err = new String(process.getErrorStream().readAllBytes());
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return new Said(process.exitValue(), out, err);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** What Java is asked for, after what the command is. */
  private List<String> asked(String... arguments) throws Exception {
    Said said = sbr(arguments);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err()).isEmpty();
    List<String> lines = said.out().lines().toList();
    int at = lines.indexOf("-jar");
    assertThat(lines.get(at + 1)).isEqualTo(jar.toString());
    assertThat(lines.subList(at + 2, lines.size())).containsExactly(arguments);
    return lines.subList(0, at);
  }

  private boolean oneJvm(String... arguments) throws Exception {
    return asked(arguments).contains(JvmOptions.VECTOR_MODULE);
  }

  @Test
  void whatComputesHasTheProgramsOwnOptions() throws Exception {
    List<String> options = asked("train", "--data", "my shop");
    List<String> own = JvmOptions.with(List.of());
    assertThat(options.subList(0, own.size())).isEqualTo(own);
    assertThat(options.subList(own.size(), options.size()))
        .hasSize(2)
        .contains("-Dsbr.errors.terminal=false")
        .last(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .matches("-Dsbr.errors.filter=\\d+");
  }

  @Test
  void itKnowsTheModelsThatCount() throws IOException {
    Matcher list = Pattern.compile("counting='([^']*)'").matcher(Files.readString(SCRIPT));
    assertThat(list.find()).isTrue();
    assertThat(list.group(1).strip().split(" "))
        .containsExactlyInAnyOrderElementsOf(FirstLook.WITHOUT_BACKEND);
  }

  /** As the program decides in its first JVM. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "per-user --data a",
        "evaluate --run runs/a",
        "serve --run counts",
        "evaluate --run counts",
        "evaluate --run=counts",
        "train --run counts",
        "train --run counts --model srgnn",
        "doctor --json",
        "doctor --device reference",
        "doctor --device=reference",
        "doctor --no-relaunch",
        "train @file",
        "train --settings file.properties",
        "train --help",
        "train -h",
        "train --model markov",
        "train --model=sknn",
        "train --model srgnn",
        "trian",
        "--help",
        "--version",
        "help train",
        "prepare --in clicks.csv",
        "results runs"
      })
  void itDecidesAsTheProgramDoes(String line) throws Exception {
    Files.createFile(Files.createDirectory(folder.resolve("counts")).resolve("run.json"));
    String[] arguments = line.split(" ");
    // which the program sees from where it runs
    String[] seen = line.replace("counts", folder.resolve("counts").toString()).split(" ");
    assertThat(oneJvm(arguments)).isEqualTo(FirstLook.surelyForSecondJvm(seen));
  }

  @Test
  void withoutArgumentsTheProgramSpeaks() throws Exception {
    assertThat(asked()).isEmpty();
  }

  @Test
  void optionsOfAUserAreLeftToTheProgram() throws Exception {
    environment.put("SBR_JAVA_OPTS", "-Xmx8g -Dsbr.archive=off");
    assertThat(asked("train")).containsExactly("-Xmx8g", "-Dsbr.archive=off");
    environment.remove("SBR_JAVA_OPTS");
    environment.put("JDK_JAVA_OPTIONS", "-XX:+UseG1GC");
    assertThat(asked("train")).isEmpty();
  }

  @Test
  void aJavaOfWhichNothingIsKnownIsLeftToTheProgram() throws Exception {
    release("JAVA_VERSION=\"21\"\nMODULES=\"java.base java.logging\"\n");
    assertThat(asked("train")).isEmpty();
    Files.delete(home.resolve("release"));
    assertThat(asked("train")).isEmpty();
  }

  @Test
  void aLinkLeadsToTheProgramAndAnImageHasItsOwnJava() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), program);
    assertThat(run(link, "train").out()).contains("-jar\n" + jar + "\ntrain\n");
    Path image = folder.resolve("image");
    Files.createDirectories(image.resolve("bin"));
    Path command = Files.copy(program, image.resolve("bin/sbr"));
    Path lib = Files.createDirectory(image.resolve("lib")).resolve("sbr-cli.jar");
    Files.createFile(lib);
    executable(image.resolve("bin/java"), "echo the image: \"$@\"\n");
    assertThat(run(command, "--help").out()).isEqualTo("the image: -jar " + lib + " --help\n");
  }

  @Test
  void whatIsMissingIsSaidInALine() throws Exception {
    release("JAVA_VERSION=\"11.0.2\"\n");
    assertThat(sbr("train"))
        .isEqualTo(
            new Said(
                1, "", "sbr: Java 17 or newer is needed; " + java + " is of version \"11.0.2\"\n"));
    environment.put("JAVA_HOME", "/nowhere");
    assertThat(sbr("train"))
        .isEqualTo(new Said(1, "", "sbr: JAVA_HOME is /nowhere, where there is no bin/java\n"));
    Files.delete(jar);
    assertThat(sbr("train").err())
        .isEqualTo(
            "sbr: no sbr-cli.jar in %s or %s\n"
                .formatted(program.getParent(), folder.resolve("lib")));
  }

  /** Its exit code is the command's, and nothing is lost but the one remark. */
  @Test
  void theRemarkOnTheVectorApiIsTakenOut() throws Exception {
    executable(
        java,
        """
        echo 'NOTE: of Java' >&2
        echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
        echo 'backend: cpu' >&2
        echo answer
        printf 'WARNING: Using incubator modules twice \\\\ and no end' >&2
        exit 7
        """);
    assertThat(sbr("recommend", "--run", "a"))
        .as("without an archive its second JVM would filter")
        .extracting(Said::code)
        .isEqualTo(7);
    assertThat(sbr("train"))
        .isEqualTo(
            new Said(
                7,
                "answer\n",
                "NOTE: of Java\nbackend: cpu\n"
                    + "WARNING: Using incubator modules twice \\ and no end"));
    executable(java, "printf 'Error: no JVM' >&2; exit 1\n");
    assertThat(sbr("train")).isEqualTo(new Said(1, "", "Error: no JVM"));
  }

  @Test
  void withoutAPlaceForThePipeTheProgramFilters() throws Exception {
    environment.put("TMPDIR", folder.resolve("no such folder").toString());
    assertThat(asked("train")).isEmpty();
  }

  private static final String[] BRIEF = {"recommend", "--run", "a b", "--items", "1,2"};

  /** The number that the script has made of the jar and the Java. */
  private String key() throws Exception {
    List<String> options = asked(BRIEF);
    assertThat(options).hasSize(1);
    assertThat(options.get(0)).matches("-Dsbr.archive.key=\\d+");
    return options.get(0).substring(options.get(0).indexOf('=') + 1);
  }

  @Test
  void aBriefCommandTakesTheArchiveThatTheProgramHasWritten() throws Exception {
    String key = key();
    assertThat(Files.getPosixFilePermissions(caches.resolve("sbr")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    Path archive = Files.createFile(caches.resolve("sbr/recommend-" + key + "-1a.jsa"));
    assertThat(asked(BRIEF))
        .containsSubsequence(JvmOptions.with(List.of()))
        .containsSubsequence("-Xshare:auto", "-Xlog:cds*=off", "-XX:SharedArchiveFile=" + archive)
        .noneMatch(option -> option.contains("archive.key"));
    assertThat(asked("explain", "--run", "a")).as("another command").hasSize(1);
    Files.writeString(jar, "another program");
    assertThat(key()).isNotEqualTo(key);
  }

  @Test
  void whereNoneCanBeWrittenItDoesWithout() throws Exception {
    Files.createDirectory(caches);
    Files.createFile(caches.resolve("sbr"));
    assertThat(oneJvm(BRIEF)).isTrue();
    Files.delete(caches.resolve("sbr"));
    key();
    Files.setPosixFilePermissions(
        caches.resolve("sbr"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(asked(BRIEF))
        .contains(JvmOptions.VECTOR_MODULE)
        .noneMatch(option -> option.contains("rchive"));
    environment.put("XDG_CACHE_HOME", "");
    environment.put("HOME", "");
    assertThat(oneJvm(BRIEF)).as("no home").isTrue();
  }
}
