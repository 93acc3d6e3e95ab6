package io.sbr.models.neighbour;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A {@link SessionIndex} as a file that is searched where it lies. Little-endian on every machine:
 * a head of {@value #HEAD} bytes (magic, version, four counts), then the columns as 32-bit numbers
 * in the order of {@link Head#lengths}, each beginning at a multiple of {@value #ALIGNMENT} bytes.
 *
 * <p>Opening maps the file and reads a few numbers of it, whatever its size; pages come from the
 * disk as questions touch them, and processes that open the same file share them. A mapping holds
 * the file that was opened: where another takes its place by a rename, as {@link
 * io.sbr.tensor.io.AtomicFiles} has it, the old bytes stay readable until the index is garbage. A
 * file that is overwritten or cut where it lies is beyond help: reading ends in a wrong answer or
 * an {@link InternalError}.
 */
public final class SessionIndexFile {
  static final int HEAD = 64;
  static final int ALIGNMENT = 64;

  private static final long MAGIC = 0x58444E4952425300L; // "\0SBRINDX"
  private static final int VERSION = 1;
  private static final int COPIED = 1 << 18;

  /** Places of an offsets column that are looked at when a file is opened. */
  private static final int PROBES = 64;

  private SessionIndexFile() {}

  /** What the head says: the lengths of all columns follow from it. */
  private record Head(int items, int sessions, int pairs, int listed) {
    static Head of(SessionIndex index) {
      return new Head(
          index.itemCount(),
          index.sessions(),
          index.sessionItems().length(),
          index.itemSessions().length());
    }

    /** Ints of each column, in the order of the file. */
    long[] lengths() {
      return new long[] {
        sessions + 1L, pairs, pairs, sessions, items + 2L, listed, items + 1L, items + 1L
      };
    }

    /** Bytes of the whole file. */
    long bytes() {
      long bytes = HEAD;
      for (long length : lengths()) {
        bytes += aligned(Integer.BYTES * length);
      }
      return bytes;
    }
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The columns of an index, in the order of the file. */
  private static List<IntColumn> columns(SessionIndex index) {
    return List.of(
        index.sessionOffsets(),
        index.sessionItems(),
        index.positions(),
        index.age(),
        index.itemOffsets(),
        index.itemSessions(),
        index.events(),
        index.holders());
  }

  /** Bytes of the file of an index. */
  public static long bytes(SessionIndex index) {
    return Head.of(index).bytes();
  }

  /**
   * Writes an index; equal indices make equal bytes.
   *
   * @throws IOException if the channel does not take it
   */
  public static void write(SessionIndex index, WritableByteChannel channel) throws IOException {
    Head head = Head.of(index);
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * COPIED).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(VERSION);
    bytes.putInt(head.items).putInt(head.sessions).putInt(head.pairs).putInt(head.listed);
    send(bytes, HEAD, channel);
    for (IntColumn column : columns(index)) {
      for (int at = 0; at < column.length(); ) {
        int count = Math.min(COPIED, column.length() - at);
        column.copy(at, count, bytes.asIntBuffer());
        bytes.position(Integer.BYTES * count);
        send(bytes, (int) aligned(bytes.position()), channel);
        at += count;
      }
    }
  }

  /** Sends what was put, with zeros up to a length, and leaves the buffer empty. */
  private static void send(ByteBuffer bytes, int length, WritableByteChannel channel)
      throws IOException {
    while (bytes.position() < length) {
      bytes.put((byte) 0);
    }
    bytes.flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    bytes.clear();
  }

  /**
   * Opens the file of an index. That it holds what was once written is for the caller to know, by
   * its hash; what can be seen without reading it through is checked.
   *
   * @param itemCount N that it must be of
   * @throws IllegalArgumentException naming the file if it is none, is not whole, or is of other
   *     items
   * @throws IOException if it cannot be opened or mapped
   */
  public static SessionIndex map(Path file, int itemCount) throws IOException {
    return map(file, itemCount, IntColumn.SEGMENT_BITS);
  }

  static SessionIndex map(Path file, int itemCount, int segmentBits) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Head head = head(file, channel, itemCount);
      long[] lengths = head.lengths();
      IntColumn[] columns = new IntColumn[lengths.length];
      long begin = HEAD;
      for (int c = 0; c < columns.length; c++) {
        long position = begin;
        columns[c] =
            IntColumn.of(
                (int) lengths[c],
                segmentBits,
                (from, length) -> map(channel, position + (long) Integer.BYTES * from, length));
        begin += aligned(Integer.BYTES * lengths[c]);
      }
      checkOffsets(file, columns[0], head.pairs);
      checkOffsets(file, columns[4], head.listed);
      return new SessionIndex(
          itemCount,
          columns[0],
          columns[1],
          columns[2],
          columns[3],
          columns[4],
          columns[5],
          columns[6],
          columns[7]);
    }
  }

  private static IntBuffer map(FileChannel channel, long position, int length) throws IOException {
    return channel
        .map(FileChannel.MapMode.READ_ONLY, position, (long) Integer.BYTES * length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer();
  }

  private static Head head(Path file, FileChannel channel, int itemCount) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes);
    }
    if (bytes.hasRemaining() || bytes.flip().getLong() != MAGIC) {
      throw new IllegalArgumentException(file + " is no index of sessions");
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "%s is of version %d, and this program reads version %d"
              .formatted(file, version, VERSION));
    }
    Head head = new Head(bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt());
    if (head.items != itemCount) {
      throw new IllegalArgumentException(
          "%s is an index of %d items, expected %d".formatted(file, head.items, itemCount));
    }
    for (long length : head.lengths()) {
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(file + " is damaged: a column of length " + length);
      }
    }
    if (channel.size() != head.bytes()) {
      throw new IllegalArgumentException(
          "%s is damaged: %d bytes, expected %d".formatted(file, channel.size(), head.bytes()));
    }
    return head;
  }

  /** Checks the ends of offsets, and that they ascend from place to place of a few. */
  private static void checkOffsets(Path file, IntColumn offsets, int end) {
    int last = offsets.length() - 1;
    int before = 0;
    for (int probe = 0; probe <= PROBES; probe++) {
      int offset = offsets.get((int) ((long) last * probe / PROBES));
      if (offset < before || probe == 0 && offset != 0) {
        throw new IllegalArgumentException(file + " is damaged: its offsets do not ascend");
      }
      before = offset;
    }
    if (before != end) {
      throw new IllegalArgumentException(
          "%s is damaged: its offsets end at %d, expected %d".formatted(file, before, end));
    }
  }
}
