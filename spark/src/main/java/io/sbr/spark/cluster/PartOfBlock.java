package io.sbr.spark.cluster;

import org.apache.spark.Partitioner;

/** Sends each block to the part it is marked for. */
public final class PartOfBlock extends Partitioner {
  private static final long serialVersionUID = 1;

  private final int parts;

  /**
   * A partitioner.
   *
   * @param parts how many there are
   */
  public PartOfBlock(int parts) {
    this.parts = parts;
  }

  @Override
  public int numPartitions() {
    return parts;
  }

  @Override
  public int getPartition(Object place) {
    return ((BlockPlace) place).part();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartOfBlock same && same.parts == parts;
  }

  @Override
  public int hashCode() {
    return parts;
  }
}
