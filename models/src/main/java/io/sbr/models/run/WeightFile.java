package io.sbr.models.run;

import io.sbr.tensor.DType;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.io.AtomicFiles;
import io.sbr.tensor.io.ElementType;
import io.sbr.tensor.io.SafeTensors;
import io.sbr.tensor.io.SafeTensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Named tensors with metadata in a safetensors file, in the backend's own type. The format has no
 * checksum, so the metadata carry one over all other metadata and all values: a file with a single
 * flipped bit is refused, not trained on.
 */
final class WeightFile {
  private static final String CHECKSUM = "crc32c";

  private final Path file;
  private final SafeTensors content;

  private WeightFile(Path file, SafeTensors content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Replaces the file as a whole: written beside, synced, read back, renamed.
   *
   * @throws IOException if any of it fails; the file is then as before
   */
  static void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    Checksum checksum = new Checksum(metadata);
    metadata.forEach(writer::metadata);
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.backend().dtype() == DType.F32) {
            checksum.add(name, tensor.toFloats());
            writer.floats(name, tensor.shape(), tensor::toFloats);
          } else {
            checksum.add(name, tensor.toDoubles());
            writer.doubles(name, tensor.shape(), tensor::toDoubles);
          }
        });
    writer.metadata(CHECKSUM, checksum.value());
    AtomicFiles.replace(file, writer::write, WeightFile::verified);
  }

  /**
   * Opens a file and checks every bit of it.
   *
   * @throws IllegalArgumentException naming the file if it is malformed or damaged
   */
  static WeightFile read(Path file) {
    try {
      return new WeightFile(file, verified(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          e.getMessage().contains(file.toString())
              ? e.getMessage()
              : "cannot read " + file + ": " + e.getMessage(),
          e);
    }
  }

  private static SafeTensors verified(Path file) throws IOException {
    SafeTensors content = SafeTensors.read(file);
    try {
      check(file, content);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return content;
  }

  private static void check(Path file, SafeTensors content) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    String expected = metadata.remove(CHECKSUM);
    Checksum checksum = new Checksum(metadata);
    for (String name : content.names()) {
      if (content.type(name) == ElementType.F32) {
        checksum.add(name, content.floats(name));
      } else if (content.type(name) == ElementType.F64) {
        checksum.add(name, content.doubles(name));
      } else {
        throw new IOException(file + " holds " + content.type(name) + " in " + name);
      }
    }
    if (!checksum.value().equals(expected)) {
      throw new IOException(file + " is damaged: its checksum does not fit its content");
    }
  }

  /**
   * A metadata value.
   *
   * @throws IllegalArgumentException naming the file if there is none
   */
  String metadata(String key) {
    String value = content.metadata().get(key);
    if (value == null) {
      throw new IllegalArgumentException(file + " has no metadata '" + key + "'");
    }
    return value;
  }

  /**
   * Copies the file's tensors into these.
   *
   * @return whether the file holds the backend's own type, so that not one bit changed
   * @throws IllegalArgumentException naming the file and the tensor if one is missing, too many or
   *     of another shape; nothing is copied then
   */
  boolean loadInto(Map<String, Tensor> tensors) {
    for (String name : new TreeMap<>(tensors).keySet()) {
      if (!content.names().contains(name)) {
        throw new IllegalArgumentException(file + " lacks the tensor " + name);
      }
      if (!content.shape(name).equals(tensors.get(name).shape())) {
        throw new IllegalArgumentException(
            "%s: %s has shape %s, the model needs %s"
                .formatted(file, name, content.shape(name), tensors.get(name).shape()));
      }
    }
    for (String name : content.names()) {
      if (!tensors.containsKey(name)) {
        throw new IllegalArgumentException(file + " has a tensor that no model needs: " + name);
      }
    }
    boolean exact = true;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      boolean single = content.type(entry.getKey()) == ElementType.F32;
      if (single) {
        tensor.backend().write(content.floats(entry.getKey()), tensor);
      } else {
        tensor.backend().write(content.doubles(entry.getKey()), tensor);
      }
      exact &= single == (tensor.backend().dtype() == DType.F32);
    }
    return exact;
  }

  /** A sum over metadata and tensors that does not depend on their order. */
  private static final class Checksum {
    private static final int CHUNK = 1 << 16;

    private final Map<String, Long> parts = new TreeMap<>();
    private final ByteBuffer chunk = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    Checksum(Map<String, String> metadata) {
      metadata.forEach(
          (key, value) ->
              parts.put("metadata " + key, crc(value.getBytes(StandardCharsets.UTF_8))));
    }

    void add(String name, float[] values) {
      CRC32C crc = new CRC32C();
      for (int from = 0; from < values.length; from += CHUNK) {
        int count = Math.min(CHUNK, values.length - from);
        chunk.clear().asFloatBuffer().put(values, from, count);
        crc.update(chunk.limit(4 * count));
      }
      parts.put("tensor " + name, crc.getValue());
    }

    void add(String name, double[] values) {
      CRC32C crc = new CRC32C();
      for (int from = 0; from < values.length; from += CHUNK) {
        int count = Math.min(CHUNK, values.length - from);
        chunk.clear().asDoubleBuffer().put(values, from, count);
        crc.update(chunk.limit(8 * count));
      }
      parts.put("tensor " + name, crc.getValue());
    }

    String value() {
      return "%08x".formatted(crc(parts.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static long crc(byte[] bytes) {
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      return crc.getValue();
    }
  }
}
