package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sbr train --data clicks.csv}: in processes, whose cache is the test's. */
@Timeout(120)
class TrainOnLogTest {
  @TempDir Path folder;

  private Path caches;
  private Path log;

  @BeforeEach
  void log() throws IOException {
    caches = folder.resolve("caches");
    log = folder.resolve("my clicks.csv.gz");
    write(clicks(40));
  }

  /** A session a day around a ring of items. */
  private static String clicks(int sessions) {
    StringBuilder rows = new StringBuilder("session,item,time\n");
    for (int s = 0; s < sessions; s++) {
      for (int i = 0; i < 4; i++) {
        rows.append("s%d,item-%d,%d\n".formatted(s, (s + i) % 7, 1_700_000_000 + 86_400 * s + i));
      }
    }
    return rows.toString();
  }

  private void write(String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(log))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private record Said(int code, String out, String err) {}

  private Said sbr(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("XDG_CACHE_HOME", caches.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }

  private Said train(String run, Object... more) throws Exception {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("train", "--data", log, "--run", folder.resolve(run)));
    arguments.addAll(List.of("--model", "markov", "--json"));
    arguments.addAll(List.of(more));
    return sbr(arguments.toArray());
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(caches.resolve("sbr/data"))) {
      return files.toList();
    }
  }

  @Test
  void theLogIsPreparedOnceAndItIsSaid() throws Exception {
    Said first = train("first");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(kept()).hasSize(1);
    Path data = kept().get(0);
    assertThat(data.getFileName().toString()).matches("my clicks-[0-9a-f]{16}");
    assertThat(first.err())
        .contains("my clicks.csv.gz is a log; it is prepared first", "gzip", "data set: " + data)
        .contains("sbr prepare --in '" + log + "' --out 'data/my clicks'");
    Said second = train("second");
    assertThat(second.err()).contains("was prepared before: " + data).doesNotContain("is a log");
    assertThat(kept()).hasSize(1);
    Said prepared = sbr("prepare", "--in", log, "--out", folder.resolve("own"));
    assertThat(prepared.code()).as(prepared.err()).isZero();
    assertThat(data.resolve("train.txt.gz"))
        .hasSameBinaryContentAs(folder.resolve("own/train.txt.gz"));
    // a run knows where its data are
    Said evaluated = sbr("evaluate", "--run", folder.resolve("second"), "--json");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(new ObjectMapper().readTree(evaluated.out()).get("command").asText())
        .isEqualTo("evaluate");
  }

  @Test
  void anotherContentIsAnotherDataSet() throws Exception {
    assertThat(train("first").code()).isZero();
    write(clicks(41));
    Said changed = train("changed");
    assertThat(changed.code()).isZero();
    assertThat(changed.err()).contains("it is prepared first");
    assertThat(kept()).hasSize(2);
  }

  @Test
  void aDamagedLogIsOneLineAndLeavesNothing() throws Exception {
    byte[] whole = Files.readAllBytes(log);
    Files.write(log, java.util.Arrays.copyOf(whole, whole.length / 2));
    Said said = train("run");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err().lines().filter(line -> line.startsWith("sbr: ")))
        .singleElement()
        .asString()
        .contains("my clicks.csv.gz", "gzip");
    assertThat(folder.resolve("run")).doesNotExist();
    assertThat(kept()).isEmpty();
  }

  @Test
  void whereNothingCanBeKeptPrepareIsNamed() throws Exception {
    Files.createDirectories(caches);
    Files.createFile(caches.resolve("sbr"));
    Said said = train("run");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("no data set can be kept in", "sbr prepare --in");
  }
}
