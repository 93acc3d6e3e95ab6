package io.sbr.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PackedFileTest {
  private static final byte[] LOG = rows(20_000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private static String rows(int count) {
    StringBuilder rows = new StringBuilder("session,item\n");
    for (int i = 0; i < count; i++) {
      rows.append(i / 3).append(',').append(i * 7919L % 1009).append('\n');
    }
    return rows.toString();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyCompressionIsToldByItsBytes(Compression compression) throws IOException {
    byte[] packed = Packed.with(compression, LOG);
    AtomicLong read = new AtomicLong();
    try (PackedFile file = PackedFile.open(file(packed), read::addAndGet)) {
      assertThat(file.compression()).isEqualTo(compression);
      assertThat(file.head()).isEqualTo(Arrays.copyOf(LOG, 512));
      assertThat(file.bytes().readAllBytes()).isEqualTo(LOG);
    }
    assertThat(read.get())
        .as("progress, as stored")
        .isBetween(packed.length - 200L, (long) packed.length);
  }

  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "BZIP2", "XZ", "ZSTD"})
  void severalPackedFilesInOneAreRead(Compression compression) throws IOException {
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.write(Packed.with(compression, LOG));
    twice.write(Packed.with(compression, LOG));
    try (PackedFile file = PackedFile.open(file(twice.toByteArray()), count -> {})) {
      assertThat(file.bytes().readAllBytes()).hasSize(2 * LOG.length);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void cutAndChangedFilesAreNamed(Compression compression) throws IOException {
    byte[] packed = Packed.with(compression, LOG);
    String fault = "the " + compression.label() + " data are damaged or cut off";
    for (int length : new int[] {40, packed.length / 2, packed.length - 30}) {
      assertThatThrownBy(() -> readAll(Arrays.copyOf(packed, length))).hasMessageContaining(fault);
    }
    byte[] changed = packed.clone();
    for (int i = packed.length / 2; i < packed.length / 2 + 40; i++) {
      changed[i] ^= 0x55;
    }
    assertThatThrownBy(() -> readAll(changed)).hasMessageContaining(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[Content_Types].xml xl/workbook.xml  | is an Excel workbook; save it as CSV",
        "[Content_Types].xml word/x.xml       | is an Office document; export it as CSV",
        "mimetype content.xml                 | is an OpenDocument file; save it as CSV",
        "a.npy b.npy                          | is a NumPy archive; export it as CSV",
        "archive/data.pkl archive/version     | is a file of PyTorch; export it as CSV",
        "2019-Oct.csv 2019-Nov.csv            | is a zip archive of 2 files; unpack it"
      })
  void anArchiveThatIsNotOneFileSaysWhatItIs(String names, String message) throws IOException {
    assertThatThrownBy(() -> readAll(Packed.zip(names.split(" "))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatMacOsAddsToAnArchiveIsPassedOver() throws IOException {
    byte[] zip = Packed.zip("__MACOSX/._a.csv", ".DS_Store", "a.csv", "__MACOSX/._b");
    assertThat(readAll(zip)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8003 5d71 00            | is a Python pickle; export it as CSV",
        "8004 9500 00            | is a Python pickle; export it as CSV",
        "286c 7030 0a28 6c70     | is a Python pickle; export it as CSV",
        "5041 5231 1500          | is a Parquet file; put sbr-parquet.jar beside sbr-cli.jar",
        "4f52 4311 0a            | is an ORC file; export it as CSV",
        "4f62 6a01 04            | is an Avro file; export it as CSV",
        "5351 4c69 7465 2066 6f72 6d61 7420 3300 10 | is an SQLite database; export it as CSV",
        "8948 4446 0d0a 1a0a     | is an HDF5 file; export it as CSV",
        "934e 554d 5059 0100     | is a NumPy array; export it as CSV",
        "d0cf 11e0 a1b1 1ae1 00  | is an Excel workbook; save it as CSV",
        "2550 4446 2d31 2e34     | is a PDF document; export it as CSV",
        "377a bcaf 271c 00       | is a 7z archive; unpack it first",
        "3c21 444f 4354 5950 45  | is a web page, not the data; download the file itself",
        "7665 7273 696f 6e20 6874 7470 733a 2f2f 6769 742d 6c66 732e 6769 7468 7562 2e63 6f6d 2f73"
            + " 7065 632f 7631 0a    | is a Git LFS pointer, not the data; fetch them"
      })
  void filesThatAreNoTextSayWhatTheyAre(String hex, String message) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> readAll(bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder.resolve("file") + " " + message);
    assertThatThrownBy(() -> readAll(Packed.with(Compression.GZIP, bytes)))
        .as("packed")
        .hasMessageContaining(message);
  }

  @Test
  void aTarArchiveIsNamedPackedOrNot() {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertThatThrownBy(() -> readAll(tar)).hasMessageContaining("is a tar archive; unpack it");
    assertThatThrownBy(() -> readAll(Packed.with(Compression.GZIP, tar)))
        .hasMessageContaining("is a tar archive; unpack it");
  }

  @ParameterizedTest
  @CsvSource({"'ORC,item\n1,2\n'", "'PAR1,item\n1,2\n'", "'BZh9,item\n1,2\n'", "'(lp,x)\n'"})
  void textThatBeginsWithTheLettersOfAMagicNumberIsText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(readAll(bytes)).isEqualTo(bytes);
  }

  private byte[] readAll(byte[] content) throws IOException {
    try (PackedFile file = PackedFile.open(file(content), count -> {})) {
      return file.bytes().readAllBytes();
    }
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("file"), content);
  }
}
