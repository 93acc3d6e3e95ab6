package io.sbr.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Philox;
import io.sbr.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format's known attacks; each is refused with the file's name and the reason. */
class MalformedSafeTensorsTest {
  @TempDir Path folder;

  private void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(SafeTensorsException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(reason);
  }

  /** Header, bytes of data, and a part of the message. */
  static Stream<Arguments> headers() {
    String ok = "\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]";
    return Stream.of(
        // not the JSON that the format asks for
        Arguments.of(" {}", 0, "begin with '{'"),
        Arguments.of("[]", 0, "begin with '{'"),
        Arguments.of("\uFEFF{}", 0, "begin with '{'"),
        Arguments.of("{\"a\":", 0, "JSON"),
        Arguments.of("{\"a\":{\"shape\":[1,", 0, "JSON"),
        Arguments.of("{} {}", 0, "follows"),
        Arguments.of("{}x", 0, "JSON"),
        Arguments.of("{}\0\0", 0, "JSON"),
        Arguments.of("{/* */}", 0, "JSON"),
        Arguments.of("{'a':{}}", 0, "JSON"),
        Arguments.of("{\"a\":{" + ok + ",}}", 4, "JSON"),
        Arguments.of("{\"a\":[" + "[".repeat(5000), 0, "a is no START_OBJECT"),
        // duplicates, plain, escaped, inside an entry, of the metadata
        Arguments.of("{\"a\":{" + ok + "},\"a\":{" + ok + "}}", 4, "Duplicate field 'a'"),
        Arguments.of("{\"a\":{" + ok + "},\"\\u0061\":{" + ok + "}}", 4, "Duplicate field 'a'"),
        Arguments.of("{\"a\":{\"dtype\":\"F64\"," + ok + "}}", 4, "Duplicate field 'dtype'"),
        Arguments.of("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "Duplicate field"),
        Arguments.of("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "Duplicate field 'a'"),
        // half of a surrogate pair, which no file system or terminal could print
        Arguments.of("{\"\\ud800\":{" + ok + "}}", 4, "not Unicode"),
        // metadata that is not string to string
        Arguments.of("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__.a"),
        Arguments.of("{\"__metadata__\":{\"a\":{}}}", 0, "__metadata__.a"),
        Arguments.of("{\"__metadata__\":{\"a\":null}}", 0, "__metadata__.a"),
        Arguments.of("{\"__metadata__\":[]}", 0, "__metadata__"),
        Arguments.of("{\"__metadata__\":null}", 0, "__metadata__"),
        // entries that lack something or have too much
        Arguments.of("{\"a\":null}", 0, "a is no START_OBJECT"),
        Arguments.of("{\"a\":{}}", 0, "lacks"),
        Arguments.of("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "lacks"),
        Arguments.of("{\"a\":{" + ok + ",\"strides\":[1]}}", 4, "unknown field 'strides'"),
        Arguments.of("{\"a\":{\"dtype\":5}}", 4, "a.dtype"),
        Arguments.of(entry("F16", "1", "0,2"), 2, "unknown dtype 'F16'"),
        Arguments.of(entry("f32", "1", "0,4"), 4, "unknown dtype 'f32'"),
        Arguments.of(entry("", "1", "0,4"), 4, "unknown dtype ''"),
        // numbers that are none
        Arguments.of(entry("F32", "-1", "0,4"), 4, "a.shape holds -1"),
        Arguments.of(entry("F32", "-0", "0,0"), 0, "a.shape holds -0"),
        Arguments.of(entry("F32", "1.0", "0,4"), 4, "a.shape"),
        Arguments.of(entry("F32", "1e0", "0,4"), 4, "a.shape"),
        Arguments.of(entry("F32", "01", "0,4"), 4, "JSON"),
        Arguments.of(entry("F32", "+1", "0,4"), 4, "JSON"),
        Arguments.of(entry("F32", "NaN", "0,4"), 4, "JSON"),
        Arguments.of(entry("F32", "\"1\"", "0,4"), 4, "a.shape"),
        Arguments.of(entry("F32", "[1]", "0,4"), 4, "a.shape"),
        Arguments.of(entry("F32", "null", "0,4"), 4, "a.shape"),
        Arguments.of(entry("F32", "18446744073709551617", "0,4"), 4, "a.shape holds 1844"),
        Arguments.of(entry("F32", "9".repeat(2000), "0,4"), 4, "JSON"),
        // sizes that overflow: 2³²·2³² = 2⁶⁴ = 0, 2³⁰·4 bytes = 2³² = 0, and hidden behind a 0
        Arguments.of(entry("F32", "4294967296,4294967296", "0,0"), 0, "too large"),
        Arguments.of(entry("F32", "65536,65536", "0,0"), 0, "too large"),
        Arguments.of(entry("F32", "1073741824", "0,0"), 0, "does not fill"),
        Arguments.of(entry("F32", "0,65536,65536", "0,0"), 0, "too large"),
        Arguments.of(entry("F32", "9223372036854775807", "0,4"), 4, "too large"),
        // extents that do not fit the shape, the file or each other
        Arguments.of(entry("F32", "2", "0,4"), 4, "does not fill"),
        Arguments.of(entry("F64", "1", "0,4"), 4, "does not fill"),
        Arguments.of(entry("F32", "1", "4,0"), 4, "data_offsets [4, 0]"),
        Arguments.of(entry("F32", "1", "0,4,8"), 8, "data_offsets [0, 4, 8]"),
        Arguments.of(entry("F32", "1", "4"), 4, "data_offsets [4]"),
        Arguments.of(entry("F32", "1", "-4,0"), 4, "a.data_offsets holds -4"),
        Arguments.of(
            entry("F32", "1", "9223372036854775804,9223372036854775808"), 4, "a.data_offsets"),
        Arguments.of(entry("F32", "0", "9223372036854775807,9223372036854775807"), 0, "with a gap"),
        Arguments.of(entry("F32", "1", "4,8"), 8, "with a gap"),
        Arguments.of(entry("F32", "1", "0,4"), 3, "header describes 4"),
        Arguments.of(entry("F32", "1", "0,4"), 5, "header describes 4"),
        Arguments.of("{}", 1, "header describes 0"),
        Arguments.of(two("0,8", "2", "0,8", "2"), 8, "inside"),
        Arguments.of(two("0,8", "2", "4,12", "2"), 12, "inside"),
        Arguments.of(two("0,8", "2", "12,16", "1"), 16, "with a gap"),
        Arguments.of(two("0,8", "2", "4,4", "0"), 8, "inside"),
        Arguments.of(two("0,8", "2", "12,12", "0"), 8, "with a gap"));
  }

  private static String entry(String dtype, String shape, String offsets) {
    return "{\"a\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%s]}}"
        .formatted(dtype, shape, offsets);
  }

  private static String two(String offsetsA, String shapeA, String offsetsB, String shapeB) {
    return ("{\"a\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%s]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%s]}}")
        .formatted(shapeA, offsetsA, shapeB, offsetsB);
  }

  @ParameterizedTest
  @MethodSource("headers")
  void malformedHeaders(String header, int data, String reason) throws IOException {
    assertRefused(Raw.file(folder, header, new byte[data]), reason);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 100_000_001, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1, -8})
  void impossibleHeaderLengths(long length) throws IOException {
    Path file = Raw.file(folder, length, new byte[] {'{', '}'}, new byte[0]);
    assertRefused(file, "a header of " + Long.toUnsignedString(length) + " bytes");
  }

  @Test
  void invalidUtf8() throws IOException {
    byte[][] names = {
      {(byte) 0xFF}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}
    };
    for (byte[] name : names) {
      byte[] header = ("{\"__metadata__\":{\"???\":\"\"}}").getBytes(StandardCharsets.UTF_8);
      System.arraycopy(name, 0, header, 18, name.length);
      assertRefused(Raw.file(folder, header, new byte[0]), "not UTF-8");
    }
  }

  @Test
  void everyTruncationAndEveryExtension() throws IOException {
    byte[] whole = sample();
    Path file = folder.resolve("cut.safetensors");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(file, "no valid safetensors file");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertRefused(file, "no valid safetensors file");
  }

  /** Whatever is damaged, reading either succeeds with what the header says or names the file. */
  @Test
  void damagedBytesNeverDoAnythingElse() throws IOException {
    byte[] whole = sample();
    Path file = folder.resolve("damaged.safetensors");
    int refused = 0;
    for (int round = 0; round < 1000; round++) {
      byte[] damaged = whole.clone();
      for (int change = 0; change <= round % 3; change++) {
        int at = Philox.below(whole.length, 1, round, 2 * change);
        damaged[at] = (byte) Philox.bits(1, round, 2 * change + 1);
      }
      Files.write(file, damaged);
      try {
        SafeTensors read = SafeTensors.read(file);
        for (String name : read.names()) {
          int size = read.shape(name).size();
          switch (read.type(name)) {
            case F32, F64 -> assertThat(read.doubles(name)).hasSize(size);
            case I32, I64 -> assertThat(read.longs(name)).hasSize(size);
          }
        }
      } catch (SafeTensorsException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(file.toString());
      }
    }
    assertThat(refused).isGreaterThan(500);
  }

  private byte[] sample() throws IOException {
    Path file = folder.resolve("whole.safetensors");
    SafeTensorsWriter writer =
        new SafeTensorsWriter()
            .metadata("format", "sbr")
            .floats("emb", Shape.of(3, 2), new float[6])
            .longs("step", Shape.of(1), new long[1]);
    AtomicFiles.replace(file, writer::write, SafeTensors::read);
    return Files.readAllBytes(file);
  }

  @Test
  void aFileThatShrinksAfterItsHeaderWasRead() throws IOException {
    Path file = folder.resolve("whole.safetensors");
    byte[] whole = sample();
    SafeTensors read = SafeTensors.read(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 8));
    assertThatThrownBy(() -> read.floats("emb"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
  }
}
