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
    int from = index.positions().get(shared(session));
    for (int e = begin; e < end; e++) {
      int distance = Math.abs(index.positions().get(e) - from);
      reached.add(index.sessionItems().get(e), vote * votes.atDistance(distance));
    }
  }

  /** What a neighbour of the session that asked last said of an item that it holds. */
  double said(int n, int item) {
    double vote = search.similarity(n) * votes.vote(current, search.latest(n));
    if (votes.byDistance()) {
      vote *= votes.atDistance(distance(search.session(n), item));
    }
    return vote * votes.ofItem(item);
  }

  private int distance(int session, int item) {
    int at = index.sessionOffsets().get(session);
    while (index.sessionItems().get(at) != item) {
      at++;
    }
    return Math.abs(index.positions().get(at) - index.positions().get(shared(session)));
  }

  /** Where in the index a neighbour's last shared item is. */
  private int shared(int session) {
    int shared = index.sessionOffsets().get(session + 1) - 1;
    while (current.indexOf(index.sessionItems().get(shared)) < 0) {
      shared--; // a neighbour shares an item
    }
    return shared;
  }

  /** Its neighbours. */
  NeighbourSearch search() {
    return search;
  }
}
