package io.sbr.models.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.io.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightFileTest {
  @TempDir Path temp;
  private Path file;
  private Backend backend;
  private Arena arena;

  @BeforeEach
  void write() throws IOException {
    file = temp.resolve("model.safetensors");
    backend = Backends.choose("reference", 1).backend();
    arena = new Arena(backend);
    put(file, Map.of("epoch", "3", "note", "é"), tensors(2, 3));
  }

  @AfterEach
  void close() {
    arena.close();
    backend.close();
  }

  private static void put(Path file, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    AtomicFiles.replace(file, WeightFile.content(metadata, tensors), WeightFile::verify);
  }

  private Map<String, Tensor> tensors(int rows, int cols) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("z", arena.tensor(rows, cols));
    tensors.put("a", arena.tensor(4));
    tensors.forEach((name, tensor) -> backend.uniform(tensor, -1, 1, 5, name.hashCode()));
    return tensors;
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void whatIsReadIsWhatWasWritten(String device) throws IOException {
    try (Backend other = Backends.choose(device, 1).backend();
        Arena memory = new Arena(other)) {
      Map<String, Tensor> source = Map.of("w", memory.copyOf(new double[] {0.1, -2, 1e-30}, 3));
      put(file, Map.of("epoch", "3"), source);
      Map<String, Tensor> target = Map.of("w", memory.tensor(3));
      assertThat(WeightFile.read(file).loadInto(target)).isTrue();
      assertThat(target.get("w").toDoubles()).isEqualTo(source.get("w").toDoubles());
      assertThat(WeightFile.read(file).metadata("epoch")).isEqualTo("3");
    }
  }

  @Test
  void anotherTypeIsConvertedAndSaidSo() {
    try (Backend cpu = Backends.choose("cpu", 1).backend();
        Arena memory = new Arena(cpu)) {
      Map<String, Tensor> single = Map.of("z", memory.tensor(2, 3), "a", memory.tensor(4));
      assertThat(WeightFile.read(file).loadInto(single)).isFalse();
      assertThat(single.get("a").toDoubles())
          .isEqualTo(
              Arrays.stream(tensors(2, 3).get("a").toDoubles()).map(x -> (float) x).toArray());
    }
  }

  /** A run that is being trained replaces its best weights at any moment. */
  @Test
  void aFileThatIsReplacedWhileItIsReadIsRefused() throws IOException {
    WeightFile opened = WeightFile.read(file);
    Map<String, Tensor> others = tensors(2, 3);
    backend.fill(others.get("z"), 7);
    put(file, Map.of("epoch", "4", "note", "é"), others);
    assertThatThrownBy(() -> opened.loadInto(tensors(2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + " was replaced while it was read: try again");
  }

  @Test
  void everyFlippedBitIsRefusedByName() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << (at % 8));
      Files.write(file, bad);
      assertThatThrownBy(() -> WeightFile.read(file).loadInto(tensors(2, 3)))
          .as("byte %d", at)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void everyTruncationIsRefusedByName() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 3) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> WeightFile.read(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void anAbsentFileIsRefusedByName() {
    assertThatThrownBy(() -> WeightFile.read(temp.resolve("no.safetensors")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no.safetensors");
  }

  @Test
  void tensorsOfAnotherModelAreRefusedByName() {
    WeightFile weights = WeightFile.read(file);
    Map<String, Tensor> needed = tensors(2, 3);
    Tensor a = needed.remove("a");
    assertThatThrownBy(() -> weights.loadInto(needed)).hasMessageContaining("no model needs: a");
    needed.put("a", a);
    needed.put("b", arena.tensor(1));
    assertThatThrownBy(() -> weights.loadInto(needed)).hasMessageContaining("lacks the tensor b");
    assertThatThrownBy(() -> weights.loadInto(tensors(3, 2)))
        .hasMessageContaining("z has shape [2, 3], the model needs [3, 2]");
    assertThatThrownBy(() -> weights.metadata("state"))
        .hasMessageContaining(file + " has no metadata 'state'");
  }

  @Test
  void equalContentGivesEqualBytes() throws IOException {
    byte[] first = Files.readAllBytes(file);
    put(file, Map.of("note", "é", "epoch", "3"), tensors(2, 3));
    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  /** As the fuzzer found: a field's name came into the message as it was. */
  @Test
  void whatAHeaderHoldsIsShownNotSent(@TempDir Path folder) throws IOException {
    byte[] header = "{\"w\":{\"dt\\u001b[31mye\":\"F32\"}}".getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length);
    Path file = Files.write(folder.resolve("w.safetensors"), bytes.put(header).array());
    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("w.safetensors")
        .hasMessageContaining("dt")
        .hasMessageNotContaining("\u001b");
  }
}
