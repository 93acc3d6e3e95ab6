package io.sbr.tensor.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sbr.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes safetensors: the same tensors and metadata give the same bytes. Values are asked for piece
 * by piece, when they are written, so that not even one tensor is in memory twice.
 */
public final class SafeTensorsWriter {
  private static final int CHUNK = 1 << 18;

  private final Map<String, String> metadata = new TreeMap<>();
  private final Map<String, Pending> tensors = new LinkedHashMap<>();

  private record Pending(ElementType type, Shape shape, Source source) {}

  /** Where a tensor's values come from. */
  @FunctionalInterface
  public interface Source {
    /** Puts the values from element {@code from} on into the piece until it is full. */
    void put(int from, ByteBuffer piece);
  }

  /** Adds a metadata string; stored in order of keys. */
  public SafeTensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Adds an F32 tensor; see {@link #write} for the order. */
  public SafeTensorsWriter floats(String name, Shape shape, float[] values) {
    check(name, shape, values.length);
    return values(
        name,
        ElementType.F32,
        shape,
        (from, piece) -> piece.asFloatBuffer().put(values, from, piece.remaining() / Float.BYTES));
  }

  /** Adds an F64 tensor; see {@link #write} for the order. */
  public SafeTensorsWriter doubles(String name, Shape shape, double[] values) {
    check(name, shape, values.length);
    return values(
        name,
        ElementType.F64,
        shape,
        (from, piece) ->
            piece.asDoubleBuffer().put(values, from, piece.remaining() / Double.BYTES));
  }

  /** Adds an I64 tensor; see {@link #write} for the order. */
  public SafeTensorsWriter longs(String name, Shape shape, long[] values) {
    check(name, shape, values.length);
    return values(
        name,
        ElementType.I64,
        shape,
        (from, piece) -> piece.asLongBuffer().put(values, from, piece.remaining() / Long.BYTES));
  }

  private static void check(String name, Shape shape, int count) {
    if (count != shape.size()) {
      throw new IllegalArgumentException(
          name + " does not have the " + shape.size() + " values of its shape");
    }
  }

  /**
   * Adds a tensor whose values are asked for when they are written; see {@link #write} for the
   * order.
   *
   * @param source gets little-endian pieces with room for whole elements, in their order
   */
  public SafeTensorsWriter values(String name, ElementType type, Shape shape, Source source) {
    return add(name, new Pending(type, shape, source));
  }

  private SafeTensorsWriter add(String name, Pending tensor) {
    if (name.equals(Header.METADATA) || tensors.putIfAbsent(name, tensor) != null) {
      throw new IllegalArgumentException("a tensor cannot be named " + name + " here");
    }
    return this;
  }

  /** Names added so far, in that order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /**
   * Writes the whole file: tensors of 8-byte elements, then those of 4, each in the order of
   * adding.
   *
   * @throws IOException if the channel does; what was written is then incomplete
   */
  public void write(WritableByteChannel channel) throws IOException {
    byte[] json = header();
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(padded).put(json);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    drain(head.flip(), channel);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (Map.Entry<String, Pending> entry : inFileOrder()) {
      Pending tensor = entry.getValue();
      int size = tensor.shape.size();
      int most = CHUNK / tensor.type.bytes();
      for (long from = 0; from < size; from += most) {
        chunk.clear().limit((int) Math.min(most, size - from) * tensor.type.bytes());
        tensor.source.put((int) from, chunk);
        drain(chunk.rewind(), channel);
      }
    }
  }

  /** Wide elements first, so that every element is aligned: readers that map the file need it. */
  private List<Map.Entry<String, Pending>> inFileOrder() {
    Comparator<Map.Entry<String, Pending>> bytes =
        Comparator.comparingInt(entry -> entry.getValue().type.bytes());
    return tensors.entrySet().stream().sorted(bytes.reversed()).toList();
  }

  private static void drain(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private byte[] header() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(Header.METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long position = 0;
      for (Map.Entry<String, Pending> entry : inFileOrder()) {
        Pending tensor = entry.getValue();
        long end = position + (long) tensor.shape.size() * tensor.type.bytes();
        json.writeObjectFieldStart(entry.getKey());
        json.writeStringField("dtype", tensor.type.name());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape.dims(), 0, tensor.shape.rank());
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {position, end}, 0, 2);
        json.writeEndObject();
        position = end;
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
