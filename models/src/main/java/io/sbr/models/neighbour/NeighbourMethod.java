package io.sbr.models.neighbour;

import io.sbr.models.sparse.ReachedItems;

/**
 * A method with its constants.
 *
 * @param votes of the neighbours
 * @param afterwards what is done to the scores in the end
 */
record NeighbourMethod(SessionVotes votes, Afterwards afterwards) {
  /** A last change of the scores. */
  @FunctionalInterface
  interface Afterwards {
    /** Changes them. */
    void apply(CurrentSession current, NeighbourSearch search, ReachedItems reached);

    /** This, then another. */
    default Afterwards then(Afterwards next) {
      return (current, search, reached) -> {
        apply(current, search, reached);
        next.apply(current, search, reached);
      };
    }
  }
}
