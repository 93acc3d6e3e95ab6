package io.sbr.spark.prepare;

import io.sbr.data.read.Click;
import io.sbr.data.read.ClickSink;
import io.sbr.data.read.Column;
import io.sbr.spark.cluster.BlockPlace;
import java.util.Set;
import java.util.function.Consumer;
import scala.Tuple2;

/** Takes the rows of a piece of a log, numbers them, and packs them into blocks by their part. */
final class PieceRows implements ClickSink {
  /** Of the number of a row, below that of its piece. */
  private static final int ROW_BITS = 40;

  private final LogOnSpark log;
  private final boolean byUser;
  private final int blockBytes;
  private final ClickBlocks[] open;
  private final Consumer<Tuple2<BlockPlace, byte[]>> full;
  private long row;

  /**
   * No rows yet.
   *
   * @param piece number of the piece in the log, from 0
   * @param parts number of parts
   * @param blockBytes about how long blocks are
   * @param full takes each block when it is full, and the others at the end
   */
  PieceRows(
      LogOnSpark log,
      int piece,
      int parts,
      int blockBytes,
      Consumer<Tuple2<BlockPlace, byte[]>> full) {
    this.log = log;
    this.byUser = log.part().byUser();
    this.blockBytes = blockBytes;
    this.full = full;
    this.row = (long) piece << ROW_BITS;
    this.open = new ClickBlocks[parts];
    for (int p = 0; p < parts; p++) {
      open[p] = new ClickBlocks();
    }
  }

  @Override
  public void begin(String file, Set<Column> columns) {
    log.check(file, columns);
  }

  @Override
  public void accept(Click click) {
    String key = byUser ? click.user() : click.session();
    int part = key == null ? 0 : part(key);
    ClickBlocks block = open[part];
    block.add(row++, click);
    if (block.size() >= blockBytes) {
      close(part);
    }
  }

  /** Multiplied first: the hashes of numbers in a row are numbers in a row. */
  private int part(String key) {
    return Math.floorMod(key.hashCode() * 0x9e3779b9 >>> 8, open.length);
  }

  private void close(int part) {
    ClickBlocks block = open[part];
    full.accept(new Tuple2<>(new BlockPlace(part, block.first()), block.take()));
  }

  /** Hands over the blocks that are not full. */
  void end() {
    for (int p = 0; p < open.length; p++) {
      if (open[p].size() > 0) {
        close(p);
      }
    }
  }
}
