package io.sbr.data.batch;

import java.util.Set;

/**
 * Something that a model may need of a batch beside its nodes: a way to connect them, rows for
 * clicks, numbers. A model names its parts in {@link BatchSpec}; equal parts are built once.
 * Stateless, so that several threads may build with one.
 *
 * @param <T> what it is made into; {@code models} knows how to upload it
 */
public interface BatchPart<T> {
  /**
   * Builds the part.
   *
   * @param batch complete but for its parts
   */
  T build(GraphBatch batch);

  /**
   * What it reads of the sessions beside their clicks, that of the parts that it builds from
   * included; nothing unless it says so. {@link #build} can read no other column, and {@link
   * DistinctInputs} takes inputs for equal that are equal in the clicks and in these.
   */
  default Set<Column> reads() {
    return Set.of();
  }
}
