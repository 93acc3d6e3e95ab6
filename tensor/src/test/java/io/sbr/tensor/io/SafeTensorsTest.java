package io.sbr.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sbr.tensor.Shape;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing, reading back, and the bytes between. */
class SafeTensorsTest {
  @TempDir Path folder;

  private Path write(SafeTensorsWriter writer) throws IOException {
    Path file = folder.resolve("a.safetensors");
    AtomicFiles.replace(file, writer::write, SafeTensors::read);
    return file;
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    float[] floats = {1.5f, -0.0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 3};
    double[] doubles = {Math.PI, Double.MIN_VALUE};
    long[] longs = {Long.MIN_VALUE, 0, Long.MAX_VALUE};
    SafeTensors read =
        SafeTensors.read(
            write(
                new SafeTensorsWriter()
                    .metadata("model", "srgnn \"ü\" \n")
                    .floats("emb", Shape.of(2, 3), floats)
                    .doubles("m", Shape.of(1, 2, 1), doubles)
                    .longs("step", Shape.of(3), longs)
                    .floats("scalar", Shape.of(), new float[] {7})
                    .floats("empty", Shape.of(0, 5), new float[0])));
    assertThat(read.metadata()).containsExactly(Map.entry("model", "srgnn \"ü\" \n"));
    assertThat(read.names()).containsExactly("m", "step", "emb", "scalar", "empty");
    assertThat(read.floats("emb")).containsExactly(floats);
    assertThat(read.doubles("m")).containsExactly(doubles);
    assertThat(read.longs("step")).containsExactly(longs);
    assertThat(read.floats("scalar")).containsExactly(7);
    assertThat(read.floats("empty")).isEmpty();
    assertThat(read.shape("emb")).isEqualTo(Shape.of(2, 3));
    assertThat(read.shape("m")).isEqualTo(Shape.of(1, 2, 1));
    assertThat(read.shape("scalar")).isEqualTo(Shape.of());
    assertThat(read.type("step")).isEqualTo(ElementType.I64);
    assertThat(read.doubles("emb"))
        .containsExactly(IntStream.range(0, 6).mapToDouble(i -> floats[i]).toArray());
  }

  @Test
  void tensorsLargerThanAChunk() throws IOException {
    int n = 700_001; // 5.3 MiB of doubles, an odd number of them
    double[] doubles = IntStream.range(0, n).mapToDouble(i -> i * 0.5).toArray();
    float[] floats = new float[n];
    IntStream.range(0, n).forEach(i -> floats[i] = -i);
    long[] longs = IntStream.range(0, n).asLongStream().map(i -> i << 30).toArray();
    SafeTensors read =
        SafeTensors.read(
            write(
                new SafeTensorsWriter()
                    .floats("f", Shape.of(n), floats)
                    .doubles("d", Shape.of(n), doubles)
                    .longs("l", Shape.of(n), longs)));
    assertThat(read.floats("f")).isEqualTo(floats);
    assertThat(read.doubles("d")).isEqualTo(doubles);
    assertThat(read.longs("l")).isEqualTo(longs);
  }

  @Test
  void nothingAtAll() throws IOException {
    SafeTensors read = SafeTensors.read(write(new SafeTensorsWriter()));
    assertThat(read.names()).isEmpty();
    assertThat(read.metadata()).isEmpty();
  }

  /** The bytes are fixed: little-endian, header padded with blanks, metadata sorted. */
  @Test
  void theBytesOfASmallFile() throws IOException {
    SafeTensorsWriter writer =
        new SafeTensorsWriter()
            .metadata("z", "1")
            .metadata("a", "2")
            .floats("w", Shape.of(2), new float[] {1, -2});
    String header =
        "{\"__metadata__\":{\"a\":\"2\",\"z\":\"1\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    int padded = (header.length() + 7) / 8 * 8;
    byte[] bytes = Files.readAllBytes(write(writer));
    assertThat(bytes).hasSize(8 + padded + 8).startsWith(padded, 0, 0, 0, 0, 0, 0, 0);
    assertThat(new String(bytes, 8, padded, StandardCharsets.UTF_8))
        .isEqualTo(header + " ".repeat(padded - header.length()));
    assertThat(bytes).endsWith(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0);
    assertThat(Files.readAllBytes(write(writer))).isEqualTo(bytes);
  }

  @Test
  void wideElementsAreAligned() throws IOException {
    Path file =
        write(
            new SafeTensorsWriter()
                .metadata("x", "y")
                .floats("odd", Shape.of(1), new float[1])
                .doubles("wide", Shape.of(1), new double[] {42}));
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes.length % 8).isEqualTo(4);
    assertThat(SafeTensors.read(file).names()).containsExactly("wide", "odd");
    assertThat(SafeTensors.read(file).doubles("wide")).containsExactly(42);
  }

  @Test
  void tensorsInAnyOrderOfTheHeaderAndOfAnyReadableType() throws IOException {
    byte[] data = {1, 0, 0, 0, -1, -1, -1, -1, 2, 0, 0, 0, 0, 0, 0, 0};
    Path file =
        Raw.file(
            folder,
            "{\"b\":{\"data_offsets\":[8,16],\"shape\":[1],\"dtype\":\"I64\"},"
                + "\"a\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]}}\n \t",
            data);
    SafeTensors read = SafeTensors.read(file);
    assertThat(read.names()).containsExactly("b", "a");
    assertThat(read.longs("a")).containsExactly(1, -1);
    assertThat(read.longs("b")).containsExactly(2);
  }

  @Test
  void questionsThatTheFileCannotAnswer() throws IOException {
    Path file = write(new SafeTensorsWriter().longs("n", Shape.of(1), new long[1]));
    SafeTensors read = SafeTensors.read(file);
    assertThatThrownBy(() -> read.floats("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no tensor x");
    assertThatThrownBy(() -> read.floats("n")).hasMessageContaining("I64");
    assertThatThrownBy(() -> read.doubles("n")).hasMessageContaining("I64");
  }

  @Test
  void theWriterRefusesNamesTakenAndValuesThatDoNotFit() {
    SafeTensorsWriter writer = new SafeTensorsWriter().floats("w", Shape.of(2), new float[2]);
    assertThatThrownBy(() -> writer.longs("w", Shape.of(), new long[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.longs("__metadata__", Shape.of(), new long[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.floats("v", Shape.of(3), new float[2]))
        .hasMessageContaining("v does not have the 3 values");
  }

  @Test
  void aFullDiskIsAnError() throws IOException {
    Path full = Path.of("/dev/full");
    boolean there = Files.isWritable(full);
    if (!there) {
      System.out.println("skipped: this system has no /dev/full");
    }
    assumeTrue(there, "this system has no /dev/full");
    SafeTensorsWriter writer =
        new SafeTensorsWriter().floats("w", Shape.of(100_000), new float[100_000]);
    try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
      assertThatThrownBy(() -> writer.write(channel)).isInstanceOf(IOException.class);
    }
  }
}
