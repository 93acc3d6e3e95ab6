package io.sbr.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where commands write: links are followed, and a full disk is named and costs nothing. */
class WrittenPlacesTest {
  @TempDir Path folder;

  private Path mounted;

  @AfterEach
  void unmount() throws Exception {
    if (mounted != null) {
      command("umount", mounted.toString());
    }
  }

  private static boolean command(String... words) {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A disk of that many KiB. */
  private Path disk(int kib) throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    boolean possible =
        command("mount", "-t", "tmpfs", "-o", "size=" + kib + "k", "tmpfs", disk.toString());
    Cli.assume(possible, "this user may not mount a small disk");
    mounted = disk;
    return disk;
  }

  private static Path log(Path file, int sessions) throws IOException {
    StringBuilder text = new StringBuilder("session,item,time\n");
    for (int s = 0; s < sessions; s++) {
      for (int i = 0; i < 4; i++) {
        text.append(
            "%d,i%d,%d%n".formatted(s, s * 7919L * 31 % 5003 + i, 1_700_000_000L + s * 9 + i));
      }
    }
    return Files.writeString(file, text);
  }

  private static void full(Cli.Outcome outcome, Path where) {
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    List<String> last = outcome.err().lines().filter(line -> line.startsWith("sbr: ")).toList();
    assertThat(last).as(outcome.err()).hasSize(1);
    assertThat(last.get(0))
        .contains(where.toString())
        .containsIgnoringCase("no space left on device")
        .doesNotContain("--stacktrace");
  }

  @Test
  void aFullDiskInPrepare() throws IOException {
    Path log = log(folder.resolve("log.csv"), 4000);
    Path out = disk(12).resolve("data");
    full(Cli.run("prepare", "--format", "csv", "--split", "none", "--in", log, "--out", out), out);
    try (Stream<Path> left = Files.list(mounted)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFullDiskInTrain() throws IOException {
    Path data = Cli.ring(folder.resolve("ring"));
    Path run = disk(200).resolve("run");
    assertThat(Cli.train(data, run).code()).isZero();
    Path filler = mounted.resolve("filler");
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(filler)) {
      for (int i = 0; i < 100; i++) {
        out.write(block);
      }
    } catch (IOException expected) {
      // that is what it is for
    }
    Cli.Outcome outcome = Cli.train(data, run, "--resume", "--epochs", 3);
    full(outcome, run);
    assertThat(outcome.err()).doesNotContain("Exception");
    Files.delete(filler);
    Path whole = folder.resolve("whole");
    assertThat(Cli.train(data, run, "--resume", "--epochs", 3).code()).isZero();
    assertThat(Cli.train(data, whole, "--epochs", 3).code()).isZero();
    for (String name : List.of("model.safetensors", "checkpoint.safetensors")) {
      assertThat(run.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
    }
  }

  @Test
  void linksAreFollowed() throws IOException {
    Path data = Cli.ring(folder.resolve("ring"));
    Path real = Files.createDirectory(folder.resolve("real"));
    Path run = Files.createSymbolicLink(folder.resolve("run"), real.resolve("run"));
    assertThat(Cli.train(data, run).code()).isZero();
    assertThat(run).isSymbolicLink();
    for (String name : List.of("out.txt", "ranks.gz")) {
      Path target = real.resolve(name);
      Path link = Files.createSymbolicLink(folder.resolve(name), target);
      for (int time = 0; time < 2; time++) { // absent, and then there
        Cli.Outcome outcome =
            name.startsWith("out")
                ? Cli.run("explain", "--run", run, "--items", "20", "--out", link)
                : Cli.run("evaluate", "--run", run, "--data", data, "--ranks", link);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(target).isNotEmptyFile();
      }
    }
    Path log = log(folder.resolve("log.csv"), 10);
    Path out = Files.createSymbolicLink(folder.resolve("out"), real.resolve("data"));
    Cli.Outcome prepared =
        Cli.run("prepare", "--format", "csv", "--split", "none", "--in", log, "--out", out);
    assertThat(prepared.code()).as(prepared.err()).isZero();
    assertThat(out).isSymbolicLink();
    assertThat(real.resolve("data").resolve("dataset.json")).exists();
  }

  @Test
  void aRunThatDoesNotBelongTogetherIsBadInput() throws IOException {
    Path data = Cli.ring(folder.resolve("ring"));
    Path run = folder.resolve("run");
    Path other = folder.resolve("other");
    assertThat(Cli.train(data, run).code()).isZero();
    assertThat(Cli.train(data, other, "--seed", 2).code()).isZero();
    Path model = run.resolve("model.safetensors");
    Files.write(model, Files.readAllBytes(other.resolve("model.safetensors")));
    for (Cli.Outcome outcome :
        List.of(
            Cli.run("recommend", "--run", run, "--items", "20"),
            Cli.run("evaluate", "--run", run, "--data", data),
            Cli.train(data, run, "--resume"))) {
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains("sbr: " + model + " is not as the run has written it");
    }
  }
}
