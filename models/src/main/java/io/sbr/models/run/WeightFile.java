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
public final class WeightFile {
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
          TensorBytes bytes = new TensorBytes(tensor);
          checksum.add(name, tensor, bytes);
          writer.values(name, bytes.type(), tensor.shape(), bytes::put);
        });
    writer.metadata(CHECKSUM, checksum.value());
    AtomicFiles.replace(file, writer::write, WeightFile::verified);
  }

  /**
   * Opens a file and checks every bit of it.
   *
   * @throws IllegalArgumentException naming the file if it is malformed or damaged
   */
  public static WeightFile read(Path file) {
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
      ElementType type = content.type(name);
      if (type != ElementType.F32 && type != ElementType.F64) {
        throw new IOException(file + " holds " + type + " in " + name);
      }
      checksum.add(name, content, (from, piece) -> {});
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
  public String metadata(String key) {
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
   *     of another shape, and nothing is copied then; or if another file has taken its place since
   *     it was checked, as where the run is being trained, and what was copied is of no use
   */
  public boolean loadInto(Map<String, Tensor> tensors) {
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
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    String expected = metadata.remove(CHECKSUM);
    Checksum loaded = new Checksum(metadata);
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      ElementType type = content.type(entry.getKey());
      loaded.add(entry.getKey(), content, new TensorBytes(tensor, type)::take);
      exact &= (type == ElementType.F32) == (tensor.backend().dtype() == DType.F32);
    }
    if (!loaded.value().equals(expected)) {
      throw new IllegalArgumentException(file + " was replaced while it was read: try again");
    }
    return exact;
  }

  /** A sum over metadata and tensors that does not depend on their order. */
  private static final class Checksum {
    private static final int CHUNK = 1 << 18;

    private final Map<String, Long> parts = new TreeMap<>();
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    Checksum(Map<String, String> metadata) {
      metadata.forEach(
          (key, value) ->
              parts.put("metadata " + key, crc(value.getBytes(StandardCharsets.UTF_8))));
    }

    /** What is to be written. */
    void add(String name, Tensor tensor, TensorBytes bytes) {
      CRC32C crc = new CRC32C();
      int most = CHUNK / bytes.type().bytes();
      for (long from = 0; from < tensor.size(); from += most) {
        int some = (int) Math.min(most, tensor.size() - from);
        chunk.clear().limit(some * bytes.type().bytes());
        bytes.put((int) from, chunk);
        crc.update(chunk.rewind());
      }
      parts.put("tensor " + name, crc.getValue());
    }

    /** What stands in a file, on its way to where it goes. */
    void add(String name, SafeTensors content, SafeTensors.Sink sink) {
      CRC32C crc = new CRC32C();
      content.pieces(
          name,
          (from, piece) -> {
            crc.update(piece.duplicate());
            sink.take(from, piece);
          });
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
