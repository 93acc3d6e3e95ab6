package io.sbr.models.neighbour;

import io.sbr.data.IndexSort;
import io.sbr.data.Sessions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Packs sessions into a {@link SessionIndex}. */
final class SessionIndexBuilder {
  private final Sessions sessions;
  private final int itemCount;
  private int mostPerItem = Integer.MAX_VALUE;
  private int longestListed = Integer.MAX_VALUE;

  SessionIndexBuilder(Sessions sessions, int itemCount) {
    this.sessions = sessions;
    this.itemCount = itemCount;
  }

  /** At most this many sessions, the newest, are kept for an item. */
  SessionIndexBuilder mostPerItem(int most) {
    mostPerItem = most;
    return this;
  }

  /** Sessions of more distinct items are in no item's list (VMIS-kNN). */
  SessionIndexBuilder longestListed(int most) {
    longestListed = most;
    return this;
  }

  /**
   * The index; the same bytes for any number of threads.
   *
   * @param seconds {@code [S]} time of each session
   */
  SessionIndex build(long[] seconds) {
    int[] order = IntStream.range(0, sessions.count()).toArray();
    IndexSort.sort(order, 0, order.length, (a, b) -> Long.compare(seconds[a], seconds[b]));
    long newest = order.length == 0 ? 0 : seconds[order[order.length - 1]];
    IntBuffer age = direct(order.length);
    IntBuffer sessionOffsets = direct(order.length + 1);
    int[][] distinct = new int[order.length][];
    IntStream.range(0, order.length).parallel().forEach(s -> distinct[s] = lastPositions(order[s]));
    int total = 0;
    for (int s = 0; s < order.length; s++) {
      sessionOffsets.put(s, total);
      total = Math.addExact(total, distinct[s].length);
      age.put(s, (int) Math.min(Integer.MAX_VALUE, newest - seconds[order[s]]));
    }
    sessionOffsets.put(order.length, total);
    IntBuffer items = direct(total);
    IntBuffer positions = direct(total);
    IntStream.range(0, order.length)
        .parallel()
        .forEach(
            s -> {
              int at = sessionOffsets.get(s);
              for (int position : distinct[s]) {
                items.put(at, sessions.item(order[s], position));
                positions.put(at++, position);
              }
            });
    IntBuffer events = direct(itemCount + 1);
    for (int item : sessions.items()) {
      events.put(item, events.get(item) + 1);
    }
    IntBuffer itemOffsets = direct(itemCount + 2);
    IntBuffer itemSessions = lists(sessionOffsets, items, itemOffsets);
    return new SessionIndex(
        itemCount, sessionOffsets, items, positions, age, itemOffsets, itemSessions, events);
  }

  /** The positions of a session's clicks that no later click on the same item follows. */
  private int[] lastPositions(int session) {
    int length = sessions.length(session);
    long[] byItem = new long[length];
    for (int p = 0; p < length; p++) {
      byItem[p] = (long) sessions.item(session, p) << 32 | p;
    }
    Arrays.sort(byItem);
    int[] last = new int[length];
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (i + 1 == length || byItem[i] >>> 32 != byItem[i + 1] >>> 32) {
        last[count++] = (int) byItem[i];
      }
    }
    last = Arrays.copyOf(last, count);
    Arrays.sort(last);
    return last;
  }

  /** Every item's sessions, ascending; written from the newest, so that the oldest fall off. */
  private IntBuffer lists(IntBuffer sessionOffsets, IntBuffer items, IntBuffer itemOffsets) {
    int count = sessionOffsets.limit() - 1;
    int[] held = new int[itemCount + 2];
    for (int s = 0; s < count; s++) {
      if (isListed(sessionOffsets, s)) {
        for (int e = sessionOffsets.get(s); e < sessionOffsets.get(s + 1); e++) {
          held[items.get(e)]++;
        }
      }
    }
    int total = 0;
    int[] next = new int[itemCount + 2];
    for (int item = 0; item <= itemCount; item++) {
      itemOffsets.put(item, total);
      total = Math.addExact(total, Math.min(held[item], mostPerItem));
      next[item] = total;
    }
    itemOffsets.put(itemCount + 1, total);
    IntBuffer lists = direct(total);
    for (int s = count - 1; s >= 0; s--) {
      if (isListed(sessionOffsets, s)) {
        for (int e = sessionOffsets.get(s); e < sessionOffsets.get(s + 1); e++) {
          int item = items.get(e);
          if (next[item] > itemOffsets.get(item)) {
            lists.put(--next[item], s);
          }
        }
      }
    }
    return lists;
  }

  private boolean isListed(IntBuffer sessionOffsets, int session) {
    return sessionOffsets.get(session + 1) - sessionOffsets.get(session) <= longestListed;
  }

  private static IntBuffer direct(int length) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(length, 4))
        .order(ByteOrder.nativeOrder())
        .asIntBuffer();
  }
}
