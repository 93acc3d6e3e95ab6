package io.sbr.spark.prepare;

import io.sbr.spark.cluster.BlockPlace;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/**
 * The blocks of a part in the order of the log. They come in any order, and of one busy key there
 * may be gigabytes: they wait in a file, of which memory holds where each block begins.
 */
final class PartBlocks implements Closeable {
  private final FileChannel file;
  private final List<Place> places = new ArrayList<>();
  private long end;

  /** Where a block lies in the file: the number of its first row, where it begins, its bytes. */
  private record Place(long row, long at, int length) {}

  /**
   * No blocks yet.
   *
   * @param file that does not exist, and does not when this is closed, or its process is killed
   */
  PartBlocks(Path file) {
    try {
      this.file =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes all blocks, in whatever order they come. */
  void addAll(Iterator<Tuple2<BlockPlace, byte[]>> blocks) {
    while (blocks.hasNext()) {
      Tuple2<BlockPlace, byte[]> block = blocks.next();
      add(block._1().row(), ByteBuffer.wrap(block._2()));
    }
    places.sort(Comparator.comparingLong(Place::row));
  }

  private void add(long row, ByteBuffer block) {
    places.add(new Place(row, end, block.remaining()));
    try {
      while (block.hasRemaining()) {
        end += file.write(block, end);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands over the rows of all blocks, in the order of the log. */
  void read(ClickBlocks.Rows rows) {
    for (Place place : places) {
      ClickBlocks.read(place.row(), bytes(place), rows);
    }
  }

  private byte[] bytes(Place place) {
    ByteBuffer block = ByteBuffer.allocate(place.length());
    try {
      while (block.hasRemaining()) {
        if (file.read(block, place.at() + block.position()) < 0) {
          throw new IOException("a file of blocks has become shorter");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return block.array();
  }

  /** Number of bytes of all blocks. */
  long bytes() {
    return end;
  }

  /** Lets go of the file. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
