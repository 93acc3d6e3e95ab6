package io.sbr.models.neighbour;

import java.io.Serializable;

/**
 * How much some sessions will put into an index: what must be known of all sessions before any of
 * them has a place there.
 */
public final class SessionIndexCounts implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] holders;
  private int sessions;
  private int pairs;

  /** Of no sessions yet, of items 1 … {@code itemCount}. */
  public SessionIndexCounts(int itemCount) {
    holders = new int[itemCount + 1];
  }

  /** Counts sessions {@code [from, to)}, of which no block was made. */
  void add(SessionsByTime more, int from, int to, IndexBounds bounds) {
    LastPositions last = new LastPositions();
    for (int s = from; s < to; s++) {
      int begin = more.begin(s);
      int distinct = last.find(more.items(), begin, more.length(s));
      pairs += distinct; // no more than there are clicks, which an int counts
      if (bounds.lists(distinct)) {
        for (int i = 0; i < distinct; i++) {
          holders[more.items()[begin + last.position(i)]]++;
        }
      }
    }
    sessions += to - from;
  }

  /** Counts the sessions of a block. */
  public SessionIndexCounts add(SessionIndexBlock block) {
    block.countHolders(holders);
    sessions += block.sizes().length();
    pairs += block.items().length();
    return this;
  }

  /** Adds what was counted of other sessions. */
  public SessionIndexCounts add(SessionIndexCounts others) {
    for (int item = 0; item < holders.length; item++) {
      holders[item] += others.holders[item];
    }
    sessions += others.sessions;
    pairs += others.pairs;
    return this;
  }

  /** {@code [N + 1]} sessions that hold each item, but for those too long to be listed. */
  int[] holders() {
    return holders;
  }

  /** Number of sessions. */
  int sessions() {
    return sessions;
  }

  /** Number of pairs of a session and an item that it holds. */
  int pairs() {
    return pairs;
  }
}
