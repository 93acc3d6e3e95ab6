package io.sbr.data.batch;

import io.sbr.data.Examples;
import io.sbr.data.IndexSort;
import io.sbr.data.Sessions;
import java.util.Arrays;

/**
 * Sessions side by side, for a recurrent model that carries its state from batch to batch (Hidasi
 * et al., "Session-based Recommendations with Recurrent Neural Networks", ICLR 2016): each lane of
 * a batch goes through one session, a click a batch, and takes the next session in line when that
 * one is over. Sessions come by the time of their first click, or in their order where there are no
 * times, the same in every epoch. When none is left, lanes fall away and the others close up. An
 * entry of a batch is the prefix that ends with the lane's click, so the lanes follow from the data
 * alone, and a run can be resumed at any batch.
 *
 * @param lanes of a batch, at least 1
 * @param fewest lanes with which an epoch goes on; with fewer it ends, whatever is left
 */
public record SessionLanes(int lanes, int fewest) {
  /** Checks the numbers. */
  public SessionLanes {
    if (lanes < 1 || fewest < 1) {
      throw new IllegalArgumentException(
          "%d lanes of which at least %d: both must be positive".formatted(lanes, fewest));
    }
  }

  /**
   * The batches of an epoch.
   *
   * @throws IllegalArgumentException if the examples are not all prefixes of their sessions: a lane
   *     goes through every click
   */
  public BatchOrder order(Examples examples) {
    Sessions sessions = examples.sessions();
    int[] line = new int[sessions.count()];
    int waiting = 0;
    for (int s = 0; s < line.length; s++) {
      int prefixes = Math.max(0, sessions.length(s) - 1);
      if (examples.count(s) != prefixes) {
        throw new IllegalArgumentException(
            "session lanes go through every click: min-prefix must be 1, and all clicks targets");
      }
      if (prefixes > 0) {
        line[waiting++] = s;
      }
    }
    if (sessions.times() != null) {
      IndexSort.sort(
          line,
          0,
          waiting,
          (a, b) ->
              Long.compare(
                  sessions.times()[sessions.offset(a)], sessions.times()[sessions.offset(b)]));
    }
    return new Order(examples, Arrays.copyOf(line, waiting));
  }

  /** All batches, one after another. */
  private final class Order implements BatchOrder {
    private final int[] examples;

    /** Row of the batch before that each entry goes on from. */
    private final int[] carried;

    private final int[] offsets;

    Order(Examples all, int[] line) {
      examples = new int[all.count()];
      carried = new int[all.count()];
      int[] ends = new int[all.count() + 1];
      int[] lane = new int[Math.min(lanes, line.length)]; // the next example of each
      int[] last = new int[lane.length]; // of its session
      int[] from = new int[lane.length]; // its row of the batch before
      int alive = lane.length;
      int next = 0;
      for (int i = 0; i < alive; i++) {
        lane[i] = all.firstOf(line[next] + 1) - 1; // the shortest prefix has the highest number
        last[i] = all.firstOf(line[next++]);
        from[i] = NONE;
      }
      int at = 0;
      int batches = 0;
      while (alive > 0 && alive >= fewest) {
        System.arraycopy(lane, 0, examples, at, alive);
        System.arraycopy(from, 0, carried, at, alive);
        at += alive;
        ends[++batches] = at;
        int kept = 0;
        for (int i = 0; i < alive; i++) {
          boolean over = lane[i] == last[i];
          if (!over || next < line.length) {
            lane[kept] = over ? all.firstOf(line[next] + 1) - 1 : lane[i] - 1;
            from[kept] = over ? NONE : i;
            last[kept++] = over ? all.firstOf(line[next++]) : last[i];
          }
        }
        alive = kept;
      }
      offsets = Arrays.copyOf(ends, batches + 1);
    }

    @Override
    public int batches() {
      return offsets.length - 1;
    }

    @Override
    public int[] batch(int epoch, int index) {
      return Arrays.copyOfRange(examples, offsets[index], offsets[index + 1]);
    }

    @Override
    public int[] carried(int epoch, int index) {
      return Arrays.copyOfRange(carried, offsets[index], offsets[index + 1]);
    }
  }
}
