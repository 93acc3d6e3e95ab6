package io.sbr.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainSessionsTest {
  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("train.txt"), bytes);
  }

  private Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void readsSessions() throws IOException {
    Sessions sessions = PlainSessions.read(file("12 7 7\n2147483647\n3 1\n"));
    assertThat(sessions.offsets()).containsExactly(0, 3, 4, 6);
    assertThat(sessions.items()).containsExactly(12, 7, 7, Integer.MAX_VALUE, 3, 1);
  }

  @Test
  void lastLineEndMayBeMissing() throws IOException {
    assertThat(PlainSessions.read(file("1 2\n3 4")).items()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void knowsGzipByItsContent() throws IOException {
    assertThat(PlainSessions.read(file(gzip("1 2\n"))).items()).containsExactly(1, 2);
    Path named = Files.writeString(folder.resolve("plain.txt.gz"), "3 4\n");
    assertThat(PlainSessions.read(named).items()).containsExactly(3, 4);
  }

  @Test
  void readsWhatALineReaderReads() throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder(); // much longer than the reader's buffer
    for (int s = 0; s < 30_000; s++) {
      int[] items = random.ints(1 + random.nextInt(8), 1, 1 << random.nextInt(1, 31)).toArray();
      text.append(Arrays.toString(items).replaceAll("[\\[\\],]", "")).append('\n');
    }
    Sessions sessions = PlainSessions.read(file(gzip(text.toString())));
    String[] lines = text.toString().split("\n");
    assertThat(sessions.count()).isEqualTo(lines.length);
    for (int s = 0; s < lines.length; s++) {
      int[] expected = Arrays.stream(lines[s].split(" ")).mapToInt(Integer::parseInt).toArray();
      assertThat(sessions.items(s)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "1  2|two blanks in a row",
        " 1 2|a blank at the start of the line",
        "1 2 |a blank at the end of the line",
        "''|the line is empty",
        "1 0 2|an item is a positive number without leading zeros",
        "01 2|an item is a positive number without leading zeros",
        "1 -2|unexpected '-'; items are numbers one blank apart",
        "1 a|unexpected 'a'; items are numbers one blank apart",
        "1,2|unexpected ','; items are numbers one blank apart",
        "1.5|unexpected '.'; items are numbers one blank apart",
        "1\t2|unexpected tab; items are numbers one blank apart",
        "1 2\r|unexpected carriage return (Windows line end?); items are numbers one blank apart",
        "1 é|unexpected byte 195; items are numbers one blank apart",
        "1 2147483648|an item number is above 2147483647",
        "99999999999999999999999|an item number is above 2147483647",
      })
  void malformedRowIsNamedWithItsLine(String row, String what) throws IOException {
    Path middle = file("1 2\n3 4\n" + row + "\n5 6\n");
    assertThatThrownBy(() -> PlainSessions.read(middle))
        .isInstanceOf(DataException.class)
        .hasMessage(middle + ", line 3: " + what);
  }

  @Test
  void lastLineMayNotEndWithABlank() throws IOException {
    Path file = file("1 2\n3 ");
    assertThatThrownBy(() -> PlainSessions.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ", line 2: a blank at the end of the line");
  }

  @Test
  void unusableFilesAreNamed() throws IOException {
    Path missing = folder.resolve("none.txt");
    assertThatThrownBy(() -> PlainSessions.read(missing))
        .isInstanceOf(DataException.class)
        .hasMessage(missing + ": there is no such file");
    assertThatThrownBy(() -> PlainSessions.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("this is a folder");
    Path empty = file("");
    assertThatThrownBy(() -> PlainSessions.read(empty))
        .isInstanceOf(DataException.class)
        .hasMessage(empty + ": the file is empty");
    Path packedNothing = file(gzip(""));
    assertThatThrownBy(() -> PlainSessions.read(packedNothing))
        .hasMessage(packedNothing + ": the file is empty");
  }

  @Test
  void damagedGzipIsRefused() throws IOException {
    byte[] whole = gzip("1 2 3 4 5 6 7 8\n".repeat(100));
    for (int length = 2; length < whole.length; length++) {
      Path cut = file(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> PlainSessions.read(cut)).isInstanceOf(DataException.class);
    }
    whole[whole.length - 6] ^= 1; // the check sum
    Path changed = file(whole);
    assertThatThrownBy(() -> PlainSessions.read(changed))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the gzip data are damaged or cut off");
  }
}
