package io.sbr.spark.cluster;

import java.io.Serializable;

/**
 * Where a block of rows, or of sessions, belongs: to a part, in the order of the data.
 *
 * @param part that it goes to, from 0
 * @param row the number of its first row; those of its other rows lie before the next block's
 */
public record BlockPlace(int part, long row) implements Comparable<BlockPlace>, Serializable {
  @Override
  public int compareTo(BlockPlace other) {
    return Long.compare(row, other.row);
  }
}
