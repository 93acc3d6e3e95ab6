package io.sbr.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.store.Datasets;
import io.sbr.spark.StandaloneCluster.Job;
import io.sbr.spark.StandaloneCluster.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar on a real cluster: a master and two workers. Whoever is killed in the middle of a job,
 * the result is what one machine makes, or nothing that looks finished.
 */
@Tag("cluster")
class ClusterTest {
  private static final int SESSIONS = 20_000;
  private static final int PARTS = 20;

  /** What Spark asks of an executor at least. */
  private static final String LEAST_MEMORY = "450m";

  @TempDir static Path folder;

  private static StandaloneCluster cluster;
  private static Worker steady;
  private static Worker victim;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cluster = new StandaloneCluster(Files.createDirectory(folder.resolve("cluster")));
    steady = cluster.worker();
    victim = cluster.worker();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static void killVictimAndReplaceIt() throws IOException, InterruptedException {
    victim.kill();
    victim = cluster.worker();
  }

  @Test
  void prepareIsTheSameWhoeverIsKilled() throws IOException, InterruptedException {
    Path log = folder.resolve("clicks.csv");
    MadeUpLog.write(250_000, log);
    Path alone = Files.createDirectory(folder.resolve("alone")).resolve("shop");
    Sbr.alone(folder, "prepare", "--in", log.toString(), "--out", alone.toString());

    Path killed = Files.createDirectory(folder.resolve("driver")).resolve("shop");
    Job job = prepare(log, killed);
    job.reaches(() -> steady.hasShuffled() || victim.hasShuffled());
    job.driver().destroyForcibly().waitFor();
    assertThat(killed).doesNotExist();
    prepare(log, killed).succeeded();
    assertThat(bytes(killed)).isEqualTo(bytes(alone));

    Path survived = Files.createDirectory(folder.resolve("worker")).resolve("shop");
    killVictimAndReplaceIt(); // what it has kept of the jobs before goes with it
    Job disturbed = prepare(log, survived);
    disturbed.reaches(victim::hasShuffled);
    killVictimAndReplaceIt();
    assertThat(disturbed.succeeded()).contains("data set: " + survived);
    assertThat(bytes(survived)).isEqualTo(bytes(alone)).hasSizeGreaterThan(5);
  }

  @Test
  void rulesAreTheSameWhoeverIsKilled() throws IOException, InterruptedException {
    Path log = folder.resolve("visits.csv"); // of several blocks, so that both workers have some
    MadeUpLog.write(2_000_000, log);
    Path data = Files.createDirectory(folder.resolve("visits")).resolve("shop");
    Sbr.alone(folder, "prepare", "--in", log.toString(), "--out", data.toString());
    Path alone = folder.resolve("rules-alone");
    Sbr.alone(
        folder, "train", "--data", data.toString(), "--model", "ar", "--run", alone.toString());
    String rules = bytes(alone).get("rules.safetensors");

    Path stopped = folder.resolve("rules-stopped");
    killVictimAndReplaceIt(); // what it has kept of the jobs before goes with it
    Job job = neighbours(data, stopped);
    job.reaches(victim::hasShuffled);
    job.driver().destroyForcibly().waitFor();
    assertThat(stopped.resolve("rules.safetensors")).doesNotExist();

    Path survived = folder.resolve("rules");
    killVictimAndReplaceIt();
    Job disturbed = neighbours(data, survived);
    disturbed.reaches(victim::hasShuffled);
    killVictimAndReplaceIt();
    disturbed.succeeded();
    assertThat(bytes(survived).get("rules.safetensors")).isNotNull().isEqualTo(rules);
  }

  /** Its clicks take half of the executor's memory, while they are put in order. */
  @Test
  void aBusyKeyFitsIntoASmallExecutor() throws IOException, InterruptedException {
    Path log = folder.resolve("busy.csv");
    MadeUpLog.writeBusy(8_000_000, log);
    Path alone = Files.createDirectory(folder.resolve("busy-alone")).resolve("shop");
    Sbr.alone(folder, "prepare", "--in", log.toString(), "--out", alone.toString());
    Path out = Files.createDirectory(folder.resolve("busy")).resolve("shop");
    cluster
        .submitWithin(
            LEAST_MEMORY,
            "prepare",
            "--in",
            log.toString(),
            "--out",
            out.toString(),
            "--partitions",
            "2")
        .succeeded();
    assertThat(bytes(out)).isEqualTo(bytes(alone)).hasSizeGreaterThan(5);
  }

  private static Job neighbours(Path data, Path run) throws IOException {
    return cluster.submit(
        "neighbours",
        "--data",
        data.toString(),
        "--model",
        "ar",
        "--run",
        run.toString(),
        "--partitions",
        "12");
  }

  private static Job prepare(Path log, Path out) throws IOException {
    return cluster.submit(
        "prepare",
        "--in",
        log.toString(),
        "--out",
        out.toString(),
        "--partitions",
        "6",
        "--piece",
        "1");
  }

  private static SortedMap<String, String> bytes(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(
            file.getFileName().toString(),
            Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void answersAreTheSameWhoeverIsKilled() throws IOException, InterruptedException {
    Path run = folder.resolve("run");
    Sbr.alone(
        folder,
        "train",
        "--data",
        "demo",
        "--epochs",
        "1",
        "--run",
        run.toString(),
        "--no-relaunch");
    Path sessions = Files.createDirectory(folder.resolve("sessions"));
    List<Path> files = Answers.ask(Datasets.load(Datasets.DEMO), sessions, SESSIONS, PARTS);
    TreeMap<String, String> alone = Answers.recommended(folder, files, "run");

    Path survived = folder.resolve("answers");
    Job disturbed = score(run, sessions, survived);
    disturbed.reaches(() -> parts(survived).size() > 1);
    killVictimAndReplaceIt();
    assertThat(disturbed.succeeded()).doesNotContain("Vector API");
    assertThat(Answers.csv(survived)).isEqualTo(alone).hasSizeGreaterThan(SESSIONS);

    Path stopped = folder.resolve("stopped");
    Job job = score(run, sessions, stopped);
    job.reaches(() -> parts(stopped).size() > 1);
    job.driver().destroyForcibly().waitFor();
    assertThat(stopped.resolve("_SUCCESS")).doesNotExist();
    Map<Path, FileTime> made = new HashMap<>();
    for (Path part : parts(stopped)) {
      made.put(part, Files.getLastModifiedTime(part));
    }
    assertThat(made).hasSizeLessThan(PARTS);
    score(run, sessions, stopped).succeeded();
    assertThat(stopped.resolve("_SUCCESS")).exists();
    assertThat(Answers.csv(stopped)).isEqualTo(alone);
    for (Map.Entry<Path, FileTime> part : made.entrySet()) {
      assertThat(Files.getLastModifiedTime(part.getKey())).isEqualTo(part.getValue());
    }

    Job plain = cluster.here(arguments(run, files.get(0), folder.resolve("plain")));
    assertThat(plain.succeeded().lines())
        .filteredOn(line -> line.startsWith("executors lack the Vector API"))
        .hasSize(1);
  }

  private static List<Path> parts(Path out) {
    try {
      return Files.isDirectory(out) ? Answers.parts(out) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Job score(Path run, Path in, Path out) throws IOException {
    return cluster.submit(arguments(run, in, out));
  }

  private static String[] arguments(Path run, Path in, Path out) {
    return new String[] {
      "score",
      "--run",
      run.toString(),
      "--in",
      in.toString(),
      "--out",
      out.toString(),
      "--form",
      "csv",
      "--piece",
      "1"
    };
  }
}
