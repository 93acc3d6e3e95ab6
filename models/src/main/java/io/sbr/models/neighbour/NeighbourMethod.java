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

    /** The same for one thread, with scratch of its own if it needs any. */
    default Afterwards ofThread() {
      return this;
    }

    /** This, then another. */
    default Afterwards then(Afterwards next) {
      return new Sequence(this, next);
    }
  }

  /** One change after another. */
  private record Sequence(Afterwards first, Afterwards second) implements Afterwards {
    @Override
    public void apply(CurrentSession current, NeighbourSearch search, ReachedItems reached) {
      first.apply(current, search, reached);
      second.apply(current, search, reached);
    }

    @Override
    public Afterwards ofThread() {
      return new Sequence(first.ofThread(), second.ofThread());
    }
  }
}
