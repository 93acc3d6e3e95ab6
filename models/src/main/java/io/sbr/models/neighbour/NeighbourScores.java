package io.sbr.models.neighbour;

import io.sbr.models.sparse.ReachedItems;

/** The items of the neighbours, scored. Scratch of one thread. */
final class NeighbourScores {
  /** Neighbours that are fetched at once: more than a processor has misses under way. */
  private static final int AHEAD = 32;

  private final SessionIndex index;
  private final NeighbourMethod.Afterwards afterwards;
  private final SessionVotes votes;
  private final NeighbourSearch search;
  private final CurrentSession current = new CurrentSession();
  private final ReachedItems reached;
  private final int[] begins = new int[AHEAD];
  private final int[] ends = new int[AHEAD];
  private int fetched; // kept, or the compiler would leave out the reads

  NeighbourScores(SessionIndex index, NeighbourMethod method) {
    this.index = index;
    afterwards = method.afterwards().ofThread();
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
    for (int n = 0; n < found; n += AHEAD) {
      int count = Math.min(AHEAD, found - n);
      fetch(n, count);
      for (int i = 0; i < count; i++) {
        double vote = search.similarity(n + i) * votes.vote(current, search.latest(n + i));
        if (votes.byDistance()) {
          addByDistance(begins[i], ends[i], vote);
        } else {
          add(begins[i], ends[i], vote);
        }
      }
    }
    for (int i = 0; i < reached.count(); i++) {
      int item = reached.item(i);
      reached.set(item, reached.score(item) * votes.ofItem(item));
    }
    afterwards.apply(current, search, reached);
    return reached;
  }

  /**
   * Reads where some neighbours lie, and a number of each. Every read is a miss of the caches, and
   * those that no other waits for overlap; taken one neighbour after another they would add up to
   * most of a question's time.
   */
  private void fetch(int from, int count) {
    for (int i = 0; i < count; i++) {
      int session = search.session(from + i);
      begins[i] = index.sessionOffsets().get(session);
      ends[i] = index.sessionOffsets().get(session + 1);
    }
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += index.sessionItems().get(begins[i]) + index.sessionItems().get(ends[i] - 1);
      if (votes.byDistance()) {
        sum += index.positions().get(begins[i]);
      }
    }
    fetched = sum;
  }

  private void add(int begin, int end, double vote) {
    for (int e = begin; e < end; e++) {
      reached.add(index.sessionItems().get(e), vote);
    }
  }

  private void addByDistance(int begin, int end, double vote) {
    int from = index.positions().get(shared(end));
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
    int end = index.sessionOffsets().get(session + 1);
    return Math.abs(index.positions().get(at) - index.positions().get(shared(end)));
  }

  /** Where the last shared item is of a neighbour that ends here. */
  private int shared(int end) {
    int shared = end - 1;
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
