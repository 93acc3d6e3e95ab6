package io.sbr.tensor.io;

import io.sbr.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file, read strictly: eight bytes of little-endian header length, a JSON header that
 * names every tensor's type, shape and extent, then the raw little-endian data without gaps.
 * Anything else is a {@link SafeTensorsException}; nothing is allocated on a header's word alone.
 * Tensors are copied out one at a time or piece by piece, so a large checkpoint never stands in
 * memory as a whole.
 */
public final class SafeTensors {
  /** Longest header that is read, as in the format's own implementation. */
  private static final long MAX_HEADER = 100_000_000;

  private static final int CHUNK = 1 << 18;

  private final Path file;
  private final Header header;
  private final long dataBegin;

  private SafeTensors(Path file, Header header, long dataBegin) {
    this.file = file;
    this.header = header;
    this.dataBegin = dataBegin;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws SafeTensorsException if the file is malformed in any way
   * @throws IOException if it cannot be read
   */
  public static SafeTensors read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = channel.size();
      if (length < 8) {
        throw new SafeTensorsException(file, "it has only " + length + " bytes");
      }
      long headerLength = little(8, channel, 0).getLong(0);
      if (headerLength < 2 || headerLength > MAX_HEADER || headerLength > length - 8) {
        throw new SafeTensorsException(
            file, "a header of " + Long.toUnsignedString(headerLength) + " bytes is not possible");
      }
      byte[] bytes = little((int) headerLength, channel, 8).array();
      Header header = Header.parse(file, bytes, length - 8 - headerLength);
      return new SafeTensors(file, header, 8 + headerLength);
    }
  }

  private static ByteBuffer little(int bytes, FileChannel channel, long position)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill(buffer, channel, position);
    return buffer;
  }

  private static void fill(ByteBuffer buffer, FileChannel channel, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    buffer.flip();
  }

  /** The string-to-string metadata; empty if there is none. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /** Names of all tensors, in the order of the header. */
  public Set<String> names() {
    return Collections.unmodifiableSet(header.entries().keySet());
  }

  /** Shape of a tensor. */
  public Shape shape(String name) {
    return entry(name).shape();
  }

  /** Element type of a tensor. */
  public ElementType type(String name) {
    return entry(name).type();
  }

  /** A copy of an F32 tensor's elements. */
  public float[] floats(String name) {
    Entry entry = entry(name, ElementType.F32);
    float[] values = new float[entry.shape().size()];
    chunks(entry, (at, bytes) -> bytes.asFloatBuffer().get(values, at, bytes.remaining() / 4));
    return values;
  }

  /** A copy of an F64 tensor's elements, or of an F32 tensor's widened. */
  public double[] doubles(String name) {
    if (type(name) == ElementType.F32) {
      float[] narrow = floats(name);
      double[] values = new double[narrow.length];
      for (int i = 0; i < narrow.length; i++) {
        values[i] = narrow[i];
      }
      return values;
    }
    Entry entry = entry(name, ElementType.F64);
    double[] values = new double[entry.shape().size()];
    chunks(entry, (at, bytes) -> bytes.asDoubleBuffer().get(values, at, bytes.remaining() / 8));
    return values;
  }

  /** A copy of an I64 tensor's elements, or of an I32 tensor's widened. */
  public long[] longs(String name) {
    Entry entry = entry(name);
    long[] values = new long[entry.shape().size()];
    switch (entry.type()) {
      case I64 ->
          chunks(entry, (at, bytes) -> bytes.asLongBuffer().get(values, at, bytes.remaining() / 8));
      case I32 ->
          chunks(
              entry,
              (at, bytes) -> {
                for (int i = at; bytes.hasRemaining(); i++) {
                  values[i] = bytes.getInt();
                }
              });
      default -> throw new IllegalArgumentException(name + " holds " + entry.type());
    }
    return values;
  }

  /** Where a tensor's values go. */
  @FunctionalInterface
  public interface Sink {
    /** Takes a little-endian piece of whole elements, the first of them element {@code from}. */
    void take(int from, ByteBuffer piece);
  }

  /**
   * Hands out a tensor's elements as they lie in the file, in order.
   *
   * @throws UncheckedIOException if they cannot be read
   */
  public void pieces(String name, Sink sink) {
    chunks(entry(name), sink);
  }

  private void chunks(Entry entry, Sink sink) {
    ByteBuffer chunk =
        ByteBuffer.allocate((int) Math.min(CHUNK, entry.end() - entry.begin()))
            .order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long at = entry.begin(); at < entry.end(); at += CHUNK) {
        fill(chunk.clear().limit((int) Math.min(CHUNK, entry.end() - at)), channel, dataBegin + at);
        sink.take((int) ((at - entry.begin()) / entry.type().bytes()), chunk);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + entry.name() + " from " + file, e);
    }
  }

  private Entry entry(String name) {
    Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new IllegalArgumentException(file + " has no tensor " + name);
    }
    return entry;
  }

  private Entry entry(String name, ElementType type) {
    Entry entry = entry(name);
    if (entry.type() != type) {
      throw new IllegalArgumentException(name + " of " + file + " holds " + entry.type());
    }
    return entry;
  }
}
