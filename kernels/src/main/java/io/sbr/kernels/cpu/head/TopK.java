package io.sbr.kernels.cpu.head;

import io.sbr.kernels.cpu.engine.Engine;
import io.sbr.kernels.cpu.loops.Loops;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The k best items of each session. Whoever scans a slab takes lists of the best so far, or begins
 * new ones, so that there are as many as threads and not as many as slabs; they are merged at the
 * end. The k best are the same whichever slabs a list has seen, because equal scores are put in the
 * order of their items.
 *
 * <p>All lists share, for each session, the highest k-th best score that any of them has: what is
 * below it is in no result, and after the first tiles that is nearly everything. A thread may see
 * an older, lower one; that costs time and changes nothing.
 */
public final class TopK implements ScorePass.Reader {
  private final int sessions;
  private final Engine engine;
  private final int k;
  private final int[] excludedOffsets;
  private final int[] excluded;
  private final Optional<Allowed> allowed;

  /** Lists that no thread is filling. */
  private final Queue<Lists> idle = new ConcurrentLinkedQueue<>();

  /** For each session a score that k items are known to reach. */
  private final float[] floor;

  /**
   * The best items of each session in some slabs, best first.
   *
   * @param items {@code [B, k]}
   * @param scores {@code [B, k]}
   * @param sizes {@code [B]} how many there are
   */
  private record Lists(int[] items, float[] scores, int[] sizes) {}

  /**
   * The k best items of each session; nothing is known yet.
   *
   * @param excludedOffsets {@code [B + 1]} where each session's excluded items begin
   * @param excluded candidates that are left out, ascending within a session
   * @param allowed the only candidates; empty for all
   */
  public TopK(
      int sessions,
      Engine engine,
      int k,
      int[] excludedOffsets,
      int[] excluded,
      Optional<Allowed> allowed) {
    this.sessions = sessions;
    this.engine = engine;
    this.k = k;
    this.excludedOffsets = excludedOffsets;
    this.excluded = excluded;
    this.allowed = allowed;
    floor = new float[sessions];
    Arrays.fill(floor, Float.NEGATIVE_INFINITY);
  }

  @Override
  public ScorePass.SlabReader begin(int slab) {
    Lists found = idle.poll();
    Lists best =
        found != null
            ? found
            : new Lists(new int[sessions * k], new float[sessions * k], new int[sessions]);
    return new ScorePass.SlabReader() {
      @Override
      public void read(float[] scores, int stride, int from, int to) {
        scan(best, scores, stride, from, to);
      }

      @Override
      public void end() {
        idle.add(best);
      }
    };
  }

  private void scan(Lists best, float[] tile, int stride, int from, int to) {
    for (int b = 0; b < sessions; b++) {
      int row = b * stride;
      if (allowed.isPresent() && allowed.get().isSparse(b)) {
        scanAllowed(best, b, tile, row, from, to);
      } else {
        scanAll(best, b, tile, row, from, to);
      }
    }
  }

  private void scanAll(Lists best, int session, float[] tile, int row, int from, int to) {
    Loops loops = engine.loops();
    int end = row + to - from;
    int at = row + loops.firstNotBelow(tile, row, to - from, floor[session]);
    while (at < end) {
      offer(best, session, from + at - row, tile[at]);
      at++;
      at += loops.firstNotBelow(tile, at, end - at, floor[session]);
    }
  }

  /**
   * Of few allowed items each is looked at: what reaches the floor is mostly of the others, and
   * where fewer than k are allowed everything reaches it.
   */
  private void scanAllowed(Lists best, int session, float[] tile, int row, int from, int to) {
    Loops loops = engine.loops();
    int end = row + to - from;
    float none = Float.POSITIVE_INFINITY; // below which all are that are numbers, but infinity
    for (int at = row + loops.firstNotBelow(tile, row, to - from, none); at < end; ) {
      refuseNan(session, from + at - row, tile[at]);
      at++;
      at += loops.firstNotBelow(tile, at, end - at, none);
    }
    Allowed sets = allowed.get();
    for (int word = from / Integer.SIZE; word * Integer.SIZE < to; word++) {
      for (int bits = sets.bits(session, word, from, to); bits != 0; bits &= bits - 1) {
        int item = word * Integer.SIZE + Integer.numberOfTrailingZeros(bits);
        float score = tile[row + item - from];
        if (score >= floor[session]) {
          offer(best, session, item, score);
        }
      }
    }
  }

  private void offer(Lists best, int session, int item, float score) {
    refuseNan(session, item, score);
    int begin = session * k;
    int size = best.sizes[session];
    if (size == k && !before(score, item, best, begin + k - 1)
        || allowed.isPresent() && !allowed.get().has(session, item)
        || isExcluded(session, item)) {
      return;
    }
    int place = begin + Math.min(size, k - 1);
    while (place > begin && before(score, item, best, place - 1)) {
      best.scores[place] = best.scores[place - 1];
      best.items[place] = best.items[place - 1];
      place--;
    }
    best.scores[place] = score;
    best.items[place] = item;
    best.sizes[session] = Math.min(k, size + 1);
    if (best.sizes[session] == k) {
      floor[session] = Math.max(floor[session], best.scores[begin + k - 1]);
    }
  }

  private static void refuseNan(int session, int item, float score) {
    if (Float.isNaN(score)) {
      throw new ArithmeticException(
          "topK: the score of item " + item + " for session " + session + " is NaN");
    }
  }

  /** Whether an item comes before the one at {@code at}: a higher score, or as high and lower. */
  private static boolean before(float score, int item, Lists lists, int at) {
    return score > lists.scores[at] || score == lists.scores[at] && item < lists.items[at];
  }

  private boolean isExcluded(int session, int item) {
    return Arrays.binarySearch(
            excluded, excludedOffsets[session], excludedOffsets[session + 1], item)
        >= 0;
  }

  /** Merges the lists: best first, equal scores by ascending item, −1 and 0 where none is left. */
  public void into(int[] outItems, float[] outScores, int outAt) {
    Lists[] lists = idle.toArray(new Lists[0]);
    int[] next = new int[lists.length];
    for (int b = 0; b < sessions; b++) {
      Arrays.fill(next, 0);
      for (int place = b * k; place < (b + 1) * k; place++) {
        int best = -1;
        for (int l = 0; l < lists.length; l++) {
          int at = b * k + next[l];
          if (next[l] < lists[l].sizes[b]
              && (best < 0
                  || before(
                      lists[l].scores[at], lists[l].items[at], lists[best], b * k + next[best]))) {
            best = l;
          }
        }
        outItems[place] = best < 0 ? -1 : lists[best].items[b * k + next[best]];
        outScores[outAt + place] = best < 0 ? 0 : lists[best].scores[b * k + next[best]];
        if (best >= 0) {
          next[best]++;
        }
      }
    }
  }
}
