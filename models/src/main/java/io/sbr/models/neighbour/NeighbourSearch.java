package io.sbr.models.neighbour;

import java.util.Arrays;

/**
 * The neighbours of one session. The lists of its items are merged from their newest ends, which
 * yields the sessions newest first and, with each, all of its items that the session shares: no
 * table over sessions, no hashing, and an early end once the sample is full. Scratch of one thread;
 * nothing is allocated once it has grown.
 */
final class NeighbourSearch {
  private final SessionIndex index;
  private final SessionVotes votes;

  private double[] weights = new double[16];
  private int[] cursors = new int[16];
  private int[] begins = new int[16];
  private int[] heads = new int[16];

  private int[] sessions = new int[1024];
  private int[] latest = new int[1024];
  private double[] similarities = new double[1024];
  private int[] best = new int[128];
  private int found;

  NeighbourSearch(SessionIndex index, SessionVotes votes) {
    this.index = index;
    this.votes = votes;
  }

  /**
   * Searches.
   *
   * @return number of neighbours; {@link #session} and its sisters tell them, in no order
   */
  int search(CurrentSession current) {
    int distinct = current.distinct();
    if (weights.length < distinct) {
      weights = new double[2 * distinct];
      cursors = new int[2 * distinct];
      begins = new int[2 * distinct];
      heads = new int[2 * distinct];
    }
    double whole = votes.weigh(current, weights);
    int candidates = merge(current, whole);
    return choose(candidates);
  }

  private int merge(CurrentSession current, double whole) {
    int most = votes.sample() == 0 ? Integer.MAX_VALUE : votes.sample();
    int candidates = 0;
    int session = open(current);
    for (int looked = 0; session >= 0 && looked < most; looked++) {
      double sum = 0;
      int shared = 0;
      int last = 0;
      int next = -1;
      for (int j = current.distinct() - 1; j >= 0; j--) { // few: cheaper than a heap of the lists
        if (heads[j] == session) {
          if (!Double.isNaN(weights[j])) {
            sum += weights[j];
            shared++;
            last = Math.max(last, current.latest(j));
          }
          heads[j] = --cursors[j] >= begins[j] ? index.itemSessions().get(cursors[j]) : -1;
        }
        next = Math.max(next, heads[j]);
      }
      double similarity = votes.similarity(current, sum, shared, index, session, whole);
      if (similarity > 0 || votes.keepsUnlike()) {
        keep(candidates++, session, last, similarity);
      }
      session = next;
    }
    return candidates;
  }

  /** Goes to the newest end of each item's list. Returns the newest session of all, or −1. */
  private int open(CurrentSession current) {
    int newest = -1;
    for (int j = 0; j < current.distinct(); j++) {
      int item = current.item(j);
      begins[j] = index.itemOffsets().get(item);
      cursors[j] = index.itemOffsets().get(item + 1) - 1;
      heads[j] = cursors[j] >= begins[j] ? index.itemSessions().get(cursors[j]) : -1;
      newest = Math.max(newest, heads[j]);
    }
    return newest;
  }

  private void keep(int at, int session, int last, double similarity) {
    if (at == sessions.length) {
      sessions = Arrays.copyOf(sessions, 2 * at);
      latest = Arrays.copyOf(latest, 2 * at);
      similarities = Arrays.copyOf(similarities, 2 * at);
    }
    sessions[at] = session;
    latest[at] = last;
    similarities[at] = similarity;
  }

  /** The most similar ones; of equals the newer, which stands first among the candidates. */
  private int choose(int candidates) {
    int most = votes.neighbours();
    found = Math.min(candidates, most);
    if (best.length < found) {
      best = new int[Math.max(found, 2 * best.length)];
    }
    for (int c = 0; c < found; c++) {
      best[c] = c;
    }
    if (candidates <= most) {
      return found;
    }
    for (int i = found / 2 - 1; i >= 0; i--) {
      sink(i);
    }
    for (int c = found; c < candidates; c++) {
      if (similarities[c] > similarities[best[0]]) {
        best[0] = c;
        sink(0);
      }
    }
    return found;
  }

  /** Restores the heap of the chosen, worst first, below one place. */
  private void sink(int place) {
    int moving = best[place];
    int at = place;
    for (int child = 2 * at + 1; child < found; child = 2 * at + 1) {
      if (child + 1 < found && isWorse(best[child + 1], best[child])) {
        child++;
      }
      if (!isWorse(best[child], moving)) {
        break;
      }
      best[at] = best[child];
      at = child;
    }
    best[at] = moving;
  }

  private boolean isWorse(int a, int b) {
    return similarities[a] < similarities[b] || similarities[a] == similarities[b] && a > b;
  }

  /** Number of neighbours found last. */
  int found() {
    return found;
  }

  /** Number of a neighbour's session. */
  int session(int n) {
    return sessions[best[n]];
  }

  /** How like the current session it is. */
  double similarity(int n) {
    return similarities[best[n]];
  }

  /** Position, from 1, of the latest click of the current session that it holds. */
  int latest(int n) {
    return latest[best[n]];
  }
}
