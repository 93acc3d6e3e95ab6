package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sbr.cli.launch.Relaunch;
import io.sbr.kernels.cpu.jvm.JvmOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only real processes show: exit codes, the second JVM, signals, kills. */
@Timeout(120)
class ProcessTest {
  private static final int ENDLESS = 100_000;
  private static final String ENGINE =
      "(com\\.fasterxml\\.jackson|io\\.sbr\\.(tensor|kernels|autograd))\\.";

  @TempDir Path folder;

  private final List<ProcessHandle> started = new ArrayList<>();

  /** A test that fails in between leaves a process behind, and that one its second JVM. */
  @AfterEach
  void endWhatIsLeft() {
    started.stream()
        .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** A process whose working directory is the test's folder. */
  private Process start(List<?> args) throws IOException {
    return start(builder(args));
  }

  private Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    started.add(process.toHandle());
    return process;
  }

  private ProcessBuilder builder(List<?> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    args.forEach(arg -> command.add(arg.toString()));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
  }

  /** The second JVM, if there is one; when the first one is gone, nothing else leads to it. */
  private List<ProcessHandle> children(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    started.addAll(children);
    return children;
  }

  private String text(String stream) throws IOException {
    return Files.readString(folder.resolve(stream));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }

  private List<Object> endless(Path run) throws IOException {
    return Cli.quickTraining(
        Cli.ring(folder.resolve("ring")), run, "--epochs", ENDLESS, "--patience", ENDLESS);
  }

  private void untilTraining(Path run) throws InterruptedException {
    await(() -> Files.exists(run.resolve("history.json")));
  }

  @Test
  void commandsThatComputeGetTheVectorApi() throws Exception {
    Process process = start(List.of("doctor", "--json", "--threads", 1));
    assertThat(process.waitFor()).as(text("err")).isZero();
    JsonNode json = new ObjectMapper().readTree(text("out"));
    assertThat(json.get("vector_api").asText()).isEqualTo("on, by relaunching Java");
    assertThat(json.get("heap_max_mib").asInt()).as("-Xmx is passed on").isLessThanOrEqualTo(256);
    assertThat(text("err")).doesNotContain("WARNING: Using incubator modules");
    assertThat(json.get("kernels_measured").asText()).startsWith("no: needs a heap");
    assertThat(json.get("jvm_weakness").asText()).as("C1 only").contains("C2");
    process = start(List.of("doctor", "--json", "--no-relaunch"));
    assertThat(process.waitFor()).isZero();
    assertThat(new ObjectMapper().readTree(text("out")).get("vector_api").asText())
        .startsWith("off");
  }

  /** What a shell or another program has exported makes no process a second JVM. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "", "1", "-7", "99999999999999999999"})
  void theEnvironmentIsNoLauncher(String value) throws Exception {
    ProcessBuilder builder = builder(List.of("doctor", "--quick", "--json", "--threads", 1));
    builder.environment().put("SBR_LAUNCHER_PID", value);
    builder.environment().put("SBR_LAUNCHER_TERMINAL", value);
    Process process = start(builder);
    assertThat(process.waitFor()).as(text("err")).isZero();
    assertThat(text("err")).doesNotContain("Exception");
    JsonNode json = new ObjectMapper().readTree(text("out"));
    assertThat(json.get("vector_api").asText()).isEqualTo("on, by relaunching Java");
  }

  @Test
  void aSecondJvmNeedsAFirst() throws Exception {
    ProcessBuilder builder = builder(List.of("doctor", "--quick", "--no-relaunch"));
    builder.command().add(1, "-Dsbr.launcher=x");
    assertThat(start(builder).waitFor()).as(text("err")).isZero();
    assertThat(text("err")).doesNotContain("Exception");
  }

  @Test
  void withoutVectorsItSaysSoInOneLine() throws Exception {
    Process process = start(List.of("doctor", "--quick", "--json", "--no-relaunch"));
    assertThat(process.waitFor()).isZero();
    assertThat(text("err").lines().filter(line -> line.contains("several times slower")))
        .singleElement(STRING)
        .startsWith("sbr: plain loops, several times slower");
    process = start(List.of("doctor", "--quick", "--json"));
    assertThat(process.waitFor()).isZero();
    assertThat(text("err")).doesNotContain("plain loops, several");
  }

  @Test
  void badInputFoundByTheSecondJvmIsStillOneLine() throws Exception {
    Path bad = Cli.plain(folder.resolve("bad"), "1 2\n3 x\n", "1 2\n");
    Process process = start(List.of("train", "--data", bad, "--run", folder.resolve("run")));
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(text("err").lines()).hasSize(1).first().asString().contains("sbr: ", "line 2");
    assertThat(text("out")).isEmpty();
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143, false", "INT, 130, false", "TERM, 143, true"})
  void signalsSaveFirst(String signal, int code, boolean oneJvm) throws Exception {
    Cli.assume(
        signal.equals("TERM") || !interruptsAreIgnored(),
        "this process was started with SIGINT ignored, and its children inherit that");
    Path run = folder.resolve("run");
    List<Object> args = endless(run);
    if (oneJvm) {
      args.add("--no-relaunch");
    }
    Process process = start(args);
    untilTraining(run);
    List<ProcessHandle> children = children(process);
    assertThat(children).hasSize(oneJvm ? 0 : 1);
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor()).as(text("err")).isEqualTo(code);
    assertThat(text("err")).contains("stopped and saved").contains("--resume");
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(run.resolve("checkpoint.safetensors")).exists();
    Cli.Outcome asked = Cli.run("recommend", "--run", run, "--items", "10", "--json");
    assertThat(asked.code()).as(asked.err()).isZero();
  }

  /** As a shell does to what it starts in the background. */
  private static boolean interruptsAreIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String prefix = "SigIgn:";
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(prefix))
        .anyMatch(
            line -> (Long.parseUnsignedLong(line.substring(prefix.length()).strip(), 16) & 2) != 0);
  }

  @Test
  void theSecondJvmEndsWithTheFirst() throws Exception {
    Path run = folder.resolve("run");
    Process process = start(endless(run));
    untilTraining(run);
    ProcessHandle child = children(process).get(0);
    process.destroyForcibly().waitFor();
    child.onExit().get(10, TimeUnit.SECONDS);
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void aKilledRunResumesToTheSameBits() throws Exception {
    Path data = Cli.ring(folder.resolve("ring"));
    Object[] settings = {"--epochs", 12, "--patience", 12, "--checkpoint-every", 1};
    Path whole = folder.resolve("whole");
    assertThat(Cli.train(data, whole, settings).code()).isZero();
    Path killed = folder.resolve("killed");
    // before the first checkpoint; within the first epoch; later, wherever it is then
    for (String sign : List.of("run.lock", "checkpoint.safetensors", "history.json")) {
      List<Object> args = Cli.quickTraining(data, killed, settings);
      args.add("--resume");
      Process process = start(args);
      await(() -> Files.exists(killed.resolve(sign)) && process.descendants().count() == 1);
      ProcessHandle child = children(process).get(0); // which trains
      assertThat(child.destroyForcibly()).as("killed at " + sign).isTrue();
      assertThat(process.waitFor()).as(text("err")).isEqualTo(137);
      assertThat(text("err").lines().toList())
          .last(STRING)
          .startsWith("sbr: the JVM that computes was killed")
          .contains("memory", "-Xmx", "--resume");
      assertThat(finished(killed)).as("finished before it was killed").isFalse();
    }
    List<Object> args = Cli.quickTraining(data, killed, settings);
    args.add("--resume");
    assertThat(start(args).waitFor()).as(text("err")).isZero();
    assertThat(finished(killed)).isTrue();
    for (String file : List.of("model.safetensors", "checkpoint.safetensors")) {
      assertThat(killed.resolve(file)).as(file).hasSameBinaryContentAs(whole.resolve(file));
    }
    try (Stream<Path> left = Files.list(killed)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "run.json",
              "run.lock",
              "manifest.json",
              "items.csv.gz",
              "popularity.csv.gz",
              "ranks.csv.gz",
              "model.safetensors",
              "checkpoint.safetensors",
              "history.json");
    }
  }

  private static boolean finished(Path run) throws IOException {
    Path history = run.resolve("history.json");
    return Files.exists(history)
        && new ObjectMapper().readTree(history.toFile()).get("finished").asBoolean();
  }

  /** README's first command, with less to compute. */
  @Test
  void trainingWithoutOptionsIsOfTheBuiltInData() throws Exception {
    List<Object> args = new ArrayList<>(List.of("train", "--no-relaunch", "--json"));
    args.addAll(List.of("--hidden", 4, "--batch-size", 500, "--min-prefix", 8));
    assertThat(start(args).waitFor()).as(text("err")).isZero();
    JsonNode json = new ObjectMapper().readTree(text("out"));
    assertThat(json.get("data").get("name").asText()).isEqualTo("demo");
    assertThat(json.get("settings").get("epochs").asInt()).as("the demo's").isEqualTo(8);
    Path run = folder.resolve(json.get("run").asText());
    assertThat(run.getParent()).isEqualTo(folder.resolve("runs"));
    assertThat(run).isDirectoryContaining("glob:**run.json");
    assertThat(finished(run)).isTrue();
  }

  @Test
  void helpStartsWithoutTheEngineAndTheParser() throws Exception {
    assertThat(loadedBy("--help"))
        .contains(WrittenHelp.class.getName())
        .noneMatch(name -> name.matches(ENGINE + ".*"))
        .doesNotContain("picocli.CommandLine");
    assertThat(loadedBy("help"))
        .contains("picocli.CommandLine")
        .noneMatch(name -> name.matches(ENGINE + ".*"));
  }

  /** Except the options of the second JVM, which the CPU backend knows. */
  @Test
  void theFirstJvmOfACommandThatComputesParsesNothing() throws Exception {
    assertThat(loadedBy("recommend", "--run", "nowhere"))
        .contains(Relaunch.class.getName())
        .doesNotContain("picocli.CommandLine")
        .noneMatch(name -> name.matches("(com\\.fasterxml|io\\.sbr\\.(data|models|tensor))\\..*"))
        .filteredOn(name -> name.startsWith("io.sbr.kernels.") && !name.contains("Lambda"))
        .containsExactly(JvmOptions.class.getName());
  }

  /** Classes of the first JVM alone. */
  private List<String> loadedBy(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:class+load:file=" + folder.resolve("classes-%p"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    started.add(process.toHandle());
    process.waitFor();
    try (Scanner lines = new Scanner(folder.resolve("classes-" + process.pid()))) {
      return lines.findAll("\\[class,load\\] (\\S+)").map(match -> match.group(1)).toList();
    }
  }
}
