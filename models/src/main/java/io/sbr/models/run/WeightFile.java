package io.sbr.models.run;

import io.sbr.data.Shown;
import io.sbr.data.store.InputFiles;
import io.sbr.tensor.DType;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.io.AtomicFiles;
import io.sbr.tensor.io.ElementType;
import io.sbr.tensor.io.SafeTensors;
import io.sbr.tensor.io.SafeTensorsException;
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

  /** The content of a file, for whoever puts it in its place; the same for the same tensors. */
  static AtomicFiles.Writer content(Map<String, String> metadata, Map<String, Tensor> tensors) {
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
    return writer::write;
  }

  /** Reads a file back. */
  static void verify(Path file) throws IOException {
    verified(file);
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
      boolean says = e instanceof SafeTensorsException || e instanceof DamagedException;
      throw new IllegalArgumentException(
          Shown.message(says ? e.getMessage() : file + ": " + InputFiles.reason(e)), e);
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
        throw new DamagedException(file + " holds " + type + " in " + name);
      }
      checksum.add(name, content, (from, piece) -> {});
    }
    if (!checksum.value().equals(expected)) {
      throw new DamagedException(file + " is damaged: its checksum does not fit its content");
    }
  }

  /** Where it was read from. */
  Path file() {
    return file;
  }

  /** Whether there is a metadata value. */
  boolean hasMetadata(String key) {
    return content.metadata().containsKey(key);
  }

  /**
   * A metadata value that is a number from 0.
   *
   * @throws IllegalArgumentException naming the file if there is none or it is none
   */
  public int number(String key) {
    String value = metadata(key);
    if (!value.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "%s: metadata '%s' is no number: %s".formatted(file, key, Shown.quoted(value)));
    }
    return Integer.parseInt(value);
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
        throw new IllegalArgumentException(
            file + " has a tensor that no model needs: " + Shown.brief(name));
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

  /** What is in the file is not what was written. */
  private static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
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
