package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** experiments/run.sh, with a script in Java's place that notes what it is asked for. */
@Timeout(60)
class RunScriptTest {
  private static final Path EXPERIMENTS = Path.of("..", "experiments").toAbsolutePath().normalize();
  private static final String ROW = "diginetica/srgnn";

  @TempDir Path folder;

  private Path java;
  private Path data;
  private Path runs;
  private Path jar;

  @BeforeEach
  void standIn() throws IOException {
    java = folder.resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\necho \"$@\" >>'%s'\necho '{}'\necho 'last words' >&2\nexit ${STATUS:-0}\n"
            .formatted(folder.resolve("calls")));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    data = Files.createDirectories(folder.resolve("data/diginetica")).getParent();
    runs = folder.resolve("runs");
    jar = Files.createFile(folder.resolve("some.jar"));
  }

  private int script(int status, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", EXPERIMENTS.resolve("run.sh").toString()));
    command.addAll(List.of(data.toString(), runs.toString(), "--jar", jar.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA", java.toString());
    builder.environment().put("STATUS", Integer.toString(status));
    Process process =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile()).start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"));
  }

  private String call(String protocol, int seed, String more) {
    return ("-jar %s train --settings %s.properties --data %s --protocol %s --seed %d --threads 2"
            + " --device cpu --run %s-%s-%d --resume --json%s")
        .formatted(
            jar,
            EXPERIMENTS.resolve(ROW),
            data.resolve("diginetica"),
            protocol,
            seed,
            runs.resolve(ROW),
            protocol,
            seed,
            more);
  }

  private static final String[] TWO_SEEDS = {
    "--seeds", "1,2", "--threads", "2", "--device", "cpu", ROW
  };

  @Test
  void trainsEveryProtocolAndSeedInTurn() throws Exception {
    assertThat(script(0, TWO_SEEDS)).as(said()).isZero();
    assertThat(calls())
        .containsExactly(
            call("paper", 1, ""),
            call("paper", 2, ""),
            call("honest", 1, ""),
            call("honest", 2, ""));
    assertThat(runs.resolve(ROW + "-honest-2.json")).hasContent("{}");
    assertThat(runs.resolve(ROW + "-honest-2.log")).hasContent("last words");
  }

  @Test
  void aModelThatCountsIsGivenNeitherSeedNorDevice() throws Exception {
    String row = "diginetica/markov";
    assertThat(script(0, "--protocol", "honest", "--seeds", "1,2", "--threads", "2", row)).isZero();
    assertThat(calls())
        .containsExactly(
            "-jar %s train --settings %s.properties --data %s --protocol honest --run %s-honest-1"
                    .formatted(
                        jar,
                        EXPERIMENTS.resolve(row),
                        data.resolve("diginetica"),
                        runs.resolve(row))
                + " --resume --json");
  }

  @Test
  void itKnowsTheModelsThatCount() throws IOException {
    Matcher list =
        Pattern.compile("\\[=:] \\*\\(([^)]*)\\)")
            .matcher(Files.readString(EXPERIMENTS.resolve("run.sh")));
    assertThat(list.find()).isTrue();
    assertThat(list.group(1).split("\\|"))
        .containsExactlyInAnyOrderElementsOf(FirstLook.WITHOUT_BACKEND);
  }

  @Test
  void whatIsFinishedIsPassedOverUnlessMoreEpochsAreWanted() throws Exception {
    Path run = Files.createDirectories(runs.resolve(ROW + "-paper-1"));
    Files.writeString(run.resolve("history.json"), "{\n  \"finished\" : true\n}");
    Path begun = Files.createDirectories(runs.resolve(ROW + "-paper-2"));
    Files.writeString(begun.resolve("history.json"), "{\n  \"finished\" : false\n}");
    assertThat(script(0, TWO_SEEDS)).as(said()).isZero();
    assertThat(calls())
        .containsExactly(call("paper", 2, ""), call("honest", 1, ""), call("honest", 2, ""));
    assertThat(said()).contains(run + ": finished before");
    Files.delete(folder.resolve("calls"));
    String[] more = {
      "--protocol", "paper", "--threads", "2", "--device", "cpu", "--epochs", "9", ROW
    };
    assertThat(script(0, more)).as(said()).isZero();
    assertThat(calls()).containsExactly(call("paper", 1, " --epochs 9"));
  }

  @Test
  void anUnknownRowEndsItBeforeTheFirstTrains() throws Exception {
    assertThat(script(0, ROW, "diginetica/none")).isEqualTo(2);
    assertThat(said()).contains("no row diginetica/none");
    assertThat(script(0, ROW, "gowalla/srgnn")).isEqualTo(2);
    assertThat(said()).contains("no data for gowalla/srgnn");
    assertThat(calls()).isEmpty();
  }

  @Test
  void aFailureEndsItWithTheProgramsCode() throws Exception {
    assertThat(script(143, ROW)).isEqualTo(143);
    assertThat(calls()).hasSize(1);
    assertThat(said()).contains("not finished: last words");
    assertThat(runs.resolve("diginetica")).isDirectoryNotContaining("glob:**.json*");
  }
}
