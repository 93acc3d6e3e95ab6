package io.sbr.tensor;

import java.util.Locale;

/**
 * How a target stands among the other items of its very score (docs/pipeline.md, section 10). Where
 * no two scores are equal both rules give the same ranks.
 */
public enum Ties {
  /** By the order of the catalogue: items that come sooner in it stand before the target. */
  ORDERED,
  /** The conservative rank: all of them stand before the target. */
  CONSERVATIVE;

  /** As options and files have it: {@code ordered}, {@code conservative}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
