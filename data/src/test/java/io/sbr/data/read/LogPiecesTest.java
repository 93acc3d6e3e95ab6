package io.sbr.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.data.read.look.Choices;
import io.sbr.data.read.look.LogLook;
import io.sbr.data.read.look.Look;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a file's pieces, one after another, are those of the file. */
class LogPiecesTest {
  private static final int SHORT = 100;

  @TempDir Path folder;

  @Test
  void piecesHaveAllRowsOnceAndInOrder() throws IOException {
    String log = log("\n", "");
    check(log, StandardCharsets.UTF_8, true);
    check(log("\r\n", ""), StandardCharsets.UTF_8, true);
    check("\uFEFF" + log, StandardCharsets.UTF_8, true);
    check(log.stripTrailing(), StandardCharsets.UTF_8, true);
    check(log("\n", "\n\n"), StandardCharsets.UTF_8, true);
    check(log, StandardCharsets.ISO_8859_1, true);
    // ends of lines are no single bytes there
    check("\uFEFF" + log, StandardCharsets.UTF_16LE, false);
    check(log("\r", ""), StandardCharsets.UTF_8, false);
  }

  /** The first rows lack their times: those that tell how times are written come later. */
  @Test
  void theFirstRowsAreThoseThatTellTheTime() throws IOException {
    StringBuilder log = new StringBuilder("session,item,time\n");
    for (int row = 0; row < 200; row++) {
      log.append("s%d,i%d,%s\n".formatted(row / 3, row, row < 60 ? "" : 1_700_000_000 + row));
    }
    List<LogPiece> pieces = check(log.toString(), StandardCharsets.UTF_8, true);
    assertThat(pieces.get(1).clicks()).isGreaterThan(60);
  }

  @Test
  void aPackedFileIsOnePiece() throws IOException {
    Path file = folder.resolve("log.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(log("\n", "").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(pieces(file, Choices.NONE)).hasSize(1);
  }

  @Test
  void aFileWhoseCellsMayHaveLineBreaksIsOnePiece() throws IOException {
    Path file = folder.resolve("log.csv");
    Files.writeString(file, log("\n", "") + "\"s\n1\",\"i\",1700000000\n");
    Choices multiline =
        new Choices(
            Map.of(), TimeFormat.AUTO, null, null, null, Dialect.Quoting.DOUBLE, true, false);
    assertThat(pieces(file, multiline)).hasSize(1);
  }

  private static String log(String end, String between) {
    StringBuilder log = new StringBuilder("session,item,time" + end);
    for (int row = 0; row < 200; row++) {
      log.append("s%d,Stück %d,%d%s".formatted(row / 3, row, 1_700_000_000 + row, end));
      log.append(row % 10 == 0 ? between : "");
    }
    return log.toString();
  }

  private List<LogPiece> check(String log, Charset charset, boolean cut) throws IOException {
    Path file = folder.resolve("log.csv");
    Files.write(file, log.getBytes(charset));
    Charset wanted = charset == StandardCharsets.ISO_8859_1 ? charset : null;
    Choices choices =
        new Choices(Map.of(), TimeFormat.AUTO, null, null, wanted, null, false, false);
    Look look = LogLook.at(List.of(file), "csv", choices);
    List<LogPiece> pieces = pieces(file, choices);
    Rows whole = new Rows();
    look.reader().read(new LogFile(file, wanted, bytes -> {}), whole);
    Rows together = new Rows();
    pieces.forEach(piece -> piece.read(look.reader(), together));
    assertThat(together.clicks).isEqualTo(whole.clicks).hasSize(200);
    assertThat(pieces.size() > 20).isEqualTo(cut);
    return pieces;
  }

  private static List<LogPiece> pieces(Path file, Choices choices) {
    Look look = LogLook.at(List.of(file), "csv", choices);
    return new LogPieces(choices.encoding(), look.shape().dialect(), look.reader()).of(file, SHORT);
  }

  private static final class Rows implements ClickSink {
    private final List<Click> clicks = new ArrayList<>();

    @Override
    public void begin(String file, Set<Column> columns) {}

    @Override
    public void accept(Click click) {
      clicks.add(click);
    }
  }
}
