package io.sbr.bench.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NeighbourTimerTest {
  @TempDir Path folder;

  @Test
  void buildsAnIndexOnceAndAsks() throws IOException {
    Path file = folder.resolve("sessions.index");
    JsonNode first = run(file);
    assertThat(first.path("clicks").intValue())
        .isEqualTo(new MadeUpLog(300).sessions(0, 2000).clicks());
    assertThat(first.path("build_s").doubleValue()).isPositive();
    assertThat(first.path("file_bytes").longValue()).isEqualTo(Files.size(file));
    assertThat(first.path("us").path("p50").doubleValue())
        .isPositive()
        .isLessThanOrEqualTo(first.path("us").path("p99").doubleValue());

    JsonNode second = run(file);
    assertThat(second.has("build_s")).isFalse();
    assertThat(second.path("questions").intValue()).isEqualTo(50);
    assertThat(second.path("us").path("p50").doubleValue()).isPositive();
  }

  private static JsonNode run(Path file) throws IOException {
    PrintStream out = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      int code =
          new CommandLine(new NeighbourTimer())
              .execute(
                  "--index=" + file,
                  "--sessions=2000",
                  "--items=300",
                  "--set=sample=100",
                  "--warmup=10",
                  "--questions=50");
      assertThat(code).isZero();
    } finally {
      System.setOut(out);
    }
    return new ObjectMapper().readTree(written.toByteArray());
  }

  @Test
  void anotherModelIsRefused() {
    NeighbourTimer timer = new NeighbourTimer();
    new CommandLine(timer).parseArgs("--index=none", "--model=srgnn");
    assertThatIllegalArgumentException()
        .isThrownBy(timer::call)
        .withMessage("--model srgnn is no neighbour method");
  }
}
