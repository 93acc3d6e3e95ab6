package io.sbr.spark.prepare;

import io.sbr.data.read.Click;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Rows of a log as bytes, many together, so that what is shuffled and sorted are blocks of some
 * thousand rows. A row is the distance from the one before, a byte of what it has, and that.
 */
final class ClickBlocks {
  private static final int SESSION = 1;
  private static final int USER = 2;
  private static final int ITEM = 4;
  private static final int TIME = 8;
  private static final int NANOS = 16;
  private static final int DAY = 32;
  private static final int EVENT = 64;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private long first;
  private long last;

  /** Takes the rows of a block, each with its number. */
  @FunctionalInterface
  interface Rows {
    /** Takes a row. */
    void accept(long row, Click click);
  }

  /** Adds a row; rows must be added in their order. */
  void add(long row, Click click) {
    if (bytes.size() == 0) {
      first = row;
      last = row;
    }
    try {
      writeDistance(row - last);
      last = row;
      write(click);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeDistance(long distance) throws IOException {
    long left = distance;
    for (; left > 0x7f; left >>>= 7) {
      out.writeByte((int) (left & 0x7f | 0x80));
    }
    out.writeByte((int) left);
  }

  private void write(Click click) throws IOException {
    int has = click.session() == null ? 0 : SESSION;
    has |= click.user() == null ? 0 : USER;
    has |= click.item() == null ? 0 : ITEM;
    has |= click.time() == Click.NONE ? 0 : TIME;
    has |= click.nanos() == 0 ? 0 : NANOS;
    has |= click.day() == Click.NONE ? 0 : DAY;
    has |= click.event() == null ? 0 : EVENT;
    out.writeByte(has);
    writeText(click.session());
    writeText(click.user());
    writeText(click.item());
    if ((has & TIME) != 0) {
      out.writeLong(click.time());
    }
    if ((has & NANOS) != 0) {
      out.writeInt(click.nanos());
    }
    if ((has & DAY) != 0) {
      out.writeLong(click.day());
    }
    writeText(click.event());
  }

  private void writeText(String text) throws IOException {
    if (text != null) {
      out.writeUTF(text); // of at most Bounds.ID characters
    }
  }

  /** Number of bytes so far. */
  int size() {
    return bytes.size();
  }

  /** The number of the first row. */
  long first() {
    return first;
  }

  /** The bytes, after which another block begins. */
  byte[] take() {
    byte[] block = bytes.toByteArray();
    bytes.reset();
    return block;
  }

  /**
   * Reads a block.
   *
   * @param first the number of its first row
   */
  static void read(long first, byte[] block, Rows rows) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(block))) {
      long row = first;
      while (in.available() > 0) {
        row += distance(in);
        rows.accept(row, click(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long distance(DataInputStream in) throws IOException {
    long distance = 0;
    int shift = 0;
    int next;
    do {
      next = in.readByte();
      distance |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return distance;
  }

  private static Click click(DataInputStream in) throws IOException {
    int has = in.readByte();
    String session = (has & SESSION) != 0 ? in.readUTF() : null;
    String user = (has & USER) != 0 ? in.readUTF() : null;
    String item = (has & ITEM) != 0 ? in.readUTF() : null;
    long time = (has & TIME) != 0 ? in.readLong() : Click.NONE;
    int nanos = (has & NANOS) != 0 ? in.readInt() : 0;
    long day = (has & DAY) != 0 ? in.readLong() : Click.NONE;
    String event = (has & EVENT) != 0 ? in.readUTF() : null;
    return new Click(session, user, item, time, nanos, day, event);
  }
}
