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
  private long[] heap = new long[16];

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
      heap = new long[2 * distinct];
    }
    double whole = votes.weigh(current, weights);
    int candidates = merge(current, whole);
    return choose(candidates);
  }

  private int merge(CurrentSession current, double whole) {
    int open = 0;
    for (int j = 0; j < current.distinct(); j++) {
      int item = current.item(j);
      cursors[j] = index.itemOffsets().get(item + 1) - 1;
      if (cursors[j] >= index.itemOffsets().get(item)) {
        heap[open++] = key(j);
      }
    }
    for (int i = open / 2 - 1; i >= 0; i--) {
      sift(i, open);
    }
    int most = votes.sample() == 0 ? Integer.MAX_VALUE : votes.sample();
    int looked = 0;
    int candidates = 0;
    while (open > 0 && looked < most) {
      int session = (int) (heap[0] >>> 32);
      double sum = 0;
      int shared = 0;
      int last = 0;
      while (open > 0 && (int) (heap[0] >>> 32) == session) {
        int j = (int) heap[0];
        if (!Double.isNaN(weights[j])) {
          sum += weights[j];
          shared++;
          last = Math.max(last, current.latest(j));
        }
        if (--cursors[j] >= index.itemOffsets().get(current.item(j))) {
          heap[0] = key(j);
        } else {
          heap[0] = heap[--open];
        }
        sift(0, open);
      }
      looked++;
      double similarity =
          votes.similarity(
              current, sum, shared, index.size(session), index.age().get(session), whole);
      if (similarity > 0 || votes.keepsUnlike()) {
        keep(candidates++, session, last, similarity);
      }
    }
    return candidates;
  }

  private long key(int j) {
    return (long) index.itemSessions().get(cursors[j]) << 32 | j;
  }

  /** Restores the heap, largest first, below one place. */
  private void sift(int place, int size) {
    if (place >= size) {
      return;
    }
    long moving = heap[place];
    int at = place;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1] > heap[child]) {
        child++;
      }
      if (heap[child] <= moving) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moving;
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
