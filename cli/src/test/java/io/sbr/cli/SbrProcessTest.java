package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code sbr} with a real Java: one JVM, its answers, errors and signals. */
@Timeout(120)
class SbrProcessTest {
  @TempDir static Path all;
  private static Path program;
  private static Path data;
  private static Path run;

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void program() throws IOException {
    program = Files.copy(SbrScriptTest.SCRIPT, all.resolve("sbr"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    ProgramJar.write(all.resolve("sbr-cli.jar"));
    data = Cli.ring(all.resolve("ring"));
    run = all.resolve("run");
    Cli.Outcome trained = Cli.train(data, run);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @AfterEach
  void endWhatIsLeft() {
    started.stream()
        .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
  }

  private Process start(Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("caches").toString());
    for (String options : List.of("SBR_JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
      builder.environment().remove(options);
    }
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String text(String stream) throws IOException {
    return Files.readString(folder.resolve(stream));
  }

  @Test
  void itComputesInOneJvmWithTheVectorApi() throws Exception {
    Process process = start("doctor", "--quick", "--json", "--threads", 1);
    assertThat(process.waitFor()).as(text("err")).isZero();
    assertThat(new ObjectMapper().readTree(text("out")).get("vector_api").asText()).isEqualTo("on");
    assertThat(text("err")).doesNotContain("WARNING: Using incubator modules");
  }

  @Test
  void theSecondAnswerIsTheFirstFromAnArchive() throws Exception {
    Cli.assume(
        System.getProperty("java.vm.info").contains("sharing"), "this Java has no class archive");
    String first = recommendation();
    Path archive;
    try (Stream<Path> kept = Files.list(folder.resolve("caches/sbr"))) {
      archive = kept.findFirst().orElseThrow();
    }
    assertThat(archive.toString()).matches(".*/recommend-\\d+-[0-9a-f]+\\.jsa");
    assertThat(recommendation()).isEqualTo(first);
    byte[] content = Files.readAllBytes(archive);
    content[content.length / 2] ^= 1;
    Files.delete(archive);
    Files.write(archive, content);
    assertThat(recommendation()).as("with a damaged archive").isEqualTo(first);
  }

  private String recommendation() throws Exception {
    Process process =
        start("recommend", "--run", run, "--items", "10,20", "--device", "cpu", "--threads", 1);
    assertThat(process.waitFor()).as(text("err")).isZero();
    assertThat(text("err").lines()).as("all of it, as the command has ended").hasSize(1);
    return text("out");
  }

  @Test
  void badInputIsOneLineAndTheCodeIsKept() throws Exception {
    assertThat(start("train", "--data", folder.resolve("none")).waitFor()).isEqualTo(2);
    assertThat(text("err").lines()).singleElement().asString().startsWith("sbr: ");
    assertThat(text("out")).isEmpty();
  }

  @Test
  void aSignalReachesTheTrainingAndItsLastWordsAreRead() throws Exception {
    Path endless = folder.resolve("endless");
    Object[] most = {"--epochs", 100_000, "--patience", 100_000};
    Process process = start(Cli.quickTraining(data, endless, most).toArray());
    while (process.isAlive() && !Files.exists(endless.resolve("history.json"))) {
      Thread.sleep(20);
    }
    List<ProcessHandle> filter = process.descendants().toList();
    assertThat(filter).as("one JVM, and what filters its errors").hasSize(1);
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor()).as(text("err")).isEqualTo(143);
    filter.get(0).onExit().get(10, TimeUnit.SECONDS);
    assertThat(text("err")).contains("stopped and saved").contains("--resume");
    assertThat(endless.resolve("checkpoint.safetensors")).exists();
  }
}
