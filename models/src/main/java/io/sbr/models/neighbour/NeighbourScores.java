package io.sbr.models.neighbour;

import io.sbr.models.sparse.ReachedItems;

/** The items of the neighbours, scored. Scratch of one thread. */
final class NeighbourScores {
  private final SessionIndex index;
  private final NeighbourMethod method;
  private final SessionVotes votes;
  private final NeighbourSearch search;
  private final CurrentSession current = new CurrentSession();
  private final ReachedItems reached;

  NeighbourScores(SessionIndex index, NeighbourMethod method) {
    this.index = index;
    this.method = method;
    votes = method.votes();
    search = new NeighbourSearch(index, votes);
    reached = new ReachedItems(index.itemCount());
  }

  /**
   * Scores the items for a session.
   *
   * @param clicks known items, oldest first, in {@code [from, to)}
   * @return the same object each time
   */
  ReachedItems score(int[] clicks, int from, int to) {
    int most = votes.mostClicks();
    current.set(clicks, most == 0 ? from : Math.max(from, to - most), to);
    reached.clear();
    int found = search.search(current);
    for (int n = 0; n < found; n++) {
      double vote = search.similarity(n) * votes.vote(current, search.latest(n));
      if (votes.byDistance()) {
        addByDistance(search.session(n), vote);
      } else {
        add(search.session(n), vote);
      }
    }
    for (int i = 0; i < reached.count(); i++) {
      int item = reached.item(i);
      reached.set(item, reached.score(item) * votes.ofItem(item));
    }
    method.afterwards().apply(current, search, reached);
    return reached;
  }

  private void add(int session, double vote) {
    int end = index.sessionOffsets().get(session + 1);
    for (int e = index.sessionOffsets().get(session); e < end; e++) {
      reached.add(index.sessionItems().get(e), vote);
    }
  }

  private void addByDistance(int session, double vote) {
    int begin = index.sessionOffsets().get(session);
    int end = index.sessionOffsets().get(session + 1);
    int shared = end - 1;
    while (current.indexOf(index.sessionItems().get(shared)) < 0) {
      shared--; // a neighbour shares an item
    }
    int from = index.positions().get(shared);
    for (int e = begin; e < end; e++) {
      int distance = Math.abs(index.positions().get(e) - from);
      reached.add(index.sessionItems().get(e), vote * votes.atDistance(distance));
    }
  }

  /** The session that asked last. */
  CurrentSession current() {
    return current;
  }

  /** Its neighbours. */
  NeighbourSearch search() {
    return search;
  }
}
