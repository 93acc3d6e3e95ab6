package io.sbr.bench.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The line of JSON that timings end in. */
class StepTimerTest {
  @TempDir Path folder;

  @Test
  void timesRealStepsOverSeveralEpochs() throws IOException {
    // 8 sessions of 3 clicks: 16 examples, 4 batches an epoch, so 10 steps are three epochs.
    write("train.txt.gz", String.join("\n", Collections.nCopies(8, "1 2 3")) + "\n");
    write("test.txt.gz", "4 5\n");
    JsonNode result =
        new ObjectMapper()
            .readTree(
                output(
                    new StepTimer(),
                    "--data=" + folder,
                    "--device=reference",
                    "--steps=8",
                    "--warmup=2",
                    "--batch=4",
                    "--hidden=6"));

    assertThat(result.path("items").intValue()).isEqualTo(5);
    assertThat(result.path("pairs").intValue()).isEqualTo(16);
    assertThat(result.path("layout").textValue()).isEqualTo("sbr");
    // An untrained model is nearly uniform over the five items.
    assertThat(result.path("loss").doubleValue()).isCloseTo(Math.log(5), within(0.5));
    JsonNode ms = result.path("ms");
    double parts = 0;
    for (String part : new String[] {"build", "forward", "backward", "adam"}) {
      parts += ms.path(part).path("min").doubleValue();
      assertThat(ms.path(part).path("median").doubleValue())
          .isGreaterThanOrEqualTo(ms.path(part).path("min").doubleValue());
    }
    assertThat(parts).isPositive().isLessThanOrEqualTo(ms.path("step").path("min").doubleValue());
  }

  @Test
  void takesModelSettingsAndBatchFromAFile() throws IOException {
    write("train.txt.gz", String.join("\n", Collections.nCopies(8, "1 2 3")) + "\n");
    write("test.txt.gz", "4 5\n");
    Path file = folder.resolve("small.properties");
    Files.writeString(file, "model = narm\nhidden = 6\nembedding = 4\nbatch-size = 8\nepochs=3\n");
    String[] options = {
      "--data=" + folder, "--device=reference", "--steps=2", "--warmup=1", "--settings=" + file
    };
    JsonNode result = new ObjectMapper().readTree(output(new StepTimer(), options));
    assertThat(result.path("model").textValue()).isEqualTo("narm");
    assertThat(result.path("settings").textValue()).isEqualTo("small");
    assertThat(result.path("batch").intValue()).isEqualTo(8);
    assertThat(result.path("hidden").intValue()).isEqualTo(6);

    String[] more = Arrays.copyOf(options, options.length + 2);
    more[options.length] = "--hidden=5";
    more[options.length + 1] = "--batch=4";
    result = new ObjectMapper().readTree(output(new StepTimer(), more));
    assertThat(result.path("batch").intValue()).isEqualTo(4);
    assertThat(result.path("hidden").intValue()).isEqualTo(5);
  }

  /** Two sessions for each of four lanes: an epoch has four batches. */
  @Test
  void timesSessionsSideBySide() throws IOException {
    write("train.txt.gz", String.join("\n", Collections.nCopies(8, "1 2 3")) + "\n");
    write("test.txt.gz", "4 5\n");
    Path file = folder.resolve("lanes.properties");
    Files.writeString(file, "model = gru4rec\nhidden = 6\nnegatives = 3\nbatch-size = 4\n");
    String[] options = {
      "--data=" + folder, "--device=reference", "--steps=8", "--warmup=2", "--settings=" + file
    };
    JsonNode result = new ObjectMapper().readTree(output(new StepTimer(), options));
    assertThat(result.path("model").textValue()).isEqualTo("gru4rec");
    // Of seven compared, repeats among them, and weights that have learned a little.
    assertThat(result.path("loss").doubleValue()).isBetween(0.5, Math.log(7) + 0.5);
  }

  @Test
  void everyModelHasItsPublishedWidthAndBatch() throws IOException {
    write("train.txt.gz", String.join("\n", Collections.nCopies(8, "1 2 3")) + "\n");
    write("test.txt.gz", "4 5\n");
    JsonNode result =
        new ObjectMapper()
            .readTree(
                output(
                    new StepTimer(),
                    "--data=" + folder,
                    "--device=reference",
                    "--steps=1",
                    "--warmup=0",
                    "--model=sasrec"));
    assertThat(result.path("batch").intValue()).isEqualTo(2048);
    assertThat(result.path("hidden").intValue()).isEqualTo(64);
  }

  @Test
  void aSettingsFileThatIsNotThereOrHasNoNumber() throws IOException {
    Path file = folder.resolve("x.properties");
    assertThatThrownBy(() -> parsed("--settings=" + file).batch())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x.properties: there is no such file");
    Files.writeString(file, "batch-size = many\n");
    assertThatThrownBy(() -> parsed("--settings=" + file).batch())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x.properties: batch-size is no whole number: many");
  }

  private static TimerOptions parsed(String... args) {
    return CommandLine.populateCommand(new TimerOptions(), args);
  }

  @Test
  void timesRealTestPairs() throws IOException {
    write("train.txt.gz", "1 2 3\n");
    write("test.txt.gz", "4 5 6\n5 6 4\n6 4 5\n4 5 6\n4 6 5\n");
    for (String top : new String[] {"0", "2"}) {
      // 10 pairs of 7 inputs: 4 5 and 4 occur twice and three times. A batch of 4, and again.
      JsonNode result =
          new ObjectMapper()
              .readTree(
                  output(
                      new EvaluationTimer(),
                      "--data=" + folder,
                      "--device=reference",
                      "--model=tagnn",
                      "--steps=5",
                      "--warmup=1",
                      "--batch=4",
                      "--hidden=6",
                      "--top=" + top));
      assertThat(result.path("pairs").intValue()).isEqualTo(10);
      assertThat(result.path("inputs").intValue()).isEqualTo(7);
      JsonNode ms = result.path("ms");
      double median = ms.path("batch").path("median").doubleValue();
      assertThat(ms.path(top.equals("0") ? "ranks" : "top2").path("median").doubleValue())
          .isPositive()
          .isLessThanOrEqualTo(median);
      assertThat(result.path("sessions_per_s").path("median").doubleValue())
          .isCloseTo(4000 * 10 / 7.0 / median, within(0.5));
    }
  }

  private void write(String name, String text) throws IOException {
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String output(Object command, String... args) {
    PrintStream console = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      assertThat(new CommandLine(command).execute(args)).isZero();
    } finally {
      System.setOut(console);
    }
    return captured.toString(StandardCharsets.UTF_8);
  }
}
