package io.sbr.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ReadingProgressTest {
  private final StringWriter err = new StringWriter();
  private final Console console = new Console(new PrintWriter(err), new PrintWriter(err), false);

  @Test
  void aRedrawnLineIsEndedWhereverReadingStops() {
    try (ReadingProgress progress = new ReadingProgress(console, true)) {
      progress.at(1, 10);
      progress.at(2, 10);
    }
    assertThat(err.toString().lines()).containsExactly("", "reading: 10 %", "reading: 20 %");
    assertThat(err.toString()).endsWith(System.lineSeparator());
  }

  @Test
  void whatIsPipedGetsALineForEachFifth() {
    try (ReadingProgress progress = new ReadingProgress(console, false)) {
      for (int read = 1; read <= 50; read++) {
        progress.at(read, 100);
      }
    }
    assertThat(err.toString().lines()).containsExactly("reading: 20 %", "reading: 40 %");
  }
}
