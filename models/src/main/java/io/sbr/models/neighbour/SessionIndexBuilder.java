package io.sbr.models.neighbour;

import io.sbr.data.IndexSort;
import io.sbr.data.Sessions;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Packs sessions into a {@link SessionIndex}, on all processors. The sessions are cut into parts
 * that are worked on side by side; where a part writes depends on counts alone, so that the index
 * is the same whatever the number of parts.
 */
public final class SessionIndexBuilder {
  /** Each part counts all items: 4 MB of a million. */
  private static final int MOST_PARTS = 16;

  private final Sessions sessions;
  private final int itemCount;
  private int mostPerItem = Integer.MAX_VALUE;
  private int longestListed = Integer.MAX_VALUE;
  private int parts = Math.min(MOST_PARTS, Runtime.getRuntime().availableProcessors());

  /** Of sessions of the items 1 … {@code itemCount}. */
  public SessionIndexBuilder(Sessions sessions, int itemCount) {
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

  /** How many parts are worked on side by side; changes nothing else. */
  SessionIndexBuilder parts(int count) {
    parts = count;
    return this;
  }

  /**
   * The index; the same bytes for any number of threads.
   *
   * @param seconds {@code [S]} time of each session
   */
  public SessionIndex build(long[] seconds) {
    int count = sessions.count();
    int[] order = IntStream.range(0, count).toArray();
    IndexSort.sort(order, 0, count, (a, b) -> Long.compare(seconds[a], seconds[b]));
    long newest = count == 0 ? 0 : seconds[order[count - 1]];
    IntColumn age = IntColumn.allocate(count);
    IntColumn offsets = IntColumn.allocate(count + 1);
    forEachPart(
        (from, to) -> {
          LastPositions last = new LastPositions();
          for (int s = from; s < to; s++) {
            offsets.put(s + 1, last.find(sessions, order[s]));
            age.put(s, (int) Math.min(Integer.MAX_VALUE, newest - seconds[order[s]]));
          }
        });
    for (int s = 0; s < count; s++) { // no more than there are clicks, which an int counts
      offsets.put(s + 1, offsets.get(s) + offsets.get(s + 1));
    }
    IntColumn items = IntColumn.allocate(offsets.get(count));
    IntColumn positions = IntColumn.allocate(offsets.get(count));
    forEachPart(
        (from, to) -> {
          LastPositions last = new LastPositions();
          for (int s = from; s < to; s++) {
            int distinct = last.find(sessions, order[s]);
            int at = offsets.get(s);
            for (int i = 0; i < distinct; i++) {
              items.put(at + i, sessions.item(order[s], last.position(i)));
              positions.put(at + i, last.position(i));
            }
          }
        });
    IntColumn holders = IntColumn.allocate(itemCount + 1);
    IntColumn itemOffsets = IntColumn.allocate(itemCount + 2);
    IntColumn lists = lists(offsets, items, holders, itemOffsets);
    return new SessionIndex(
        itemCount, offsets, items, positions, age, itemOffsets, lists, events(), holders);
  }

  /** Sessions {@code [from, to)} of the index. */
  @FunctionalInterface
  private interface Part {
    void work(int from, int to);
  }

  private void forEachPart(Part part) {
    IntStream.range(0, parts).parallel().forEach(p -> part.work(bound(p), bound(p + 1)));
  }

  private int bound(int part) {
    return (int) ((long) sessions.count() * part / parts);
  }

  private IntColumn events() {
    int[] clicks = new int[itemCount + 1];
    for (int item : sessions.items()) {
      clicks[item]++;
    }
    IntColumn events = IntColumn.allocate(itemCount + 1);
    for (int item = 0; item <= itemCount; item++) {
      events.put(item, clicks[item]);
    }
    return events;
  }

  /** Every item's sessions, ascending; where they are too many, the oldest are left out. */
  private IntColumn lists(
      IntColumn offsets, IntColumn items, IntColumn holders, IntColumn itemOffsets) {
    int[][] next = parallel(part -> counts(bound(part), bound(part + 1), offsets, items));
    int total = 0;
    for (int item = 0; item <= itemCount; item++) {
      itemOffsets.put(item, total);
      int held = 0;
      for (int[] part : next) {
        held += part[item];
      }
      holders.put(item, held);
      int kept = Math.min(held, mostPerItem);
      int at = total + kept - held; // before the list begins stand those that are left out
      for (int[] part : next) {
        int ofPart = part[item];
        part[item] = at;
        at += ofPart;
      }
      total += kept;
    }
    itemOffsets.put(itemCount + 1, total);
    IntColumn lists = IntColumn.allocate(total);
    parallel(
        part -> {
          for (int s = bound(part); s < bound(part + 1); s++) {
            if (isListed(offsets, s)) {
              for (int e = offsets.get(s); e < offsets.get(s + 1); e++) {
                int item = items.get(e);
                int at = next[part][item]++;
                if (at >= itemOffsets.get(item)) {
                  lists.put(at, s);
                }
              }
            }
          }
          return next[part];
        });
    return lists;
  }

  private int[][] parallel(IntFunction<int[]> ofPart) {
    return IntStream.range(0, parts).parallel().mapToObj(ofPart).toArray(int[][]::new);
  }

  /** How many of these sessions hold each item. */
  private int[] counts(int from, int to, IntColumn offsets, IntColumn items) {
    int[] held = new int[itemCount + 1];
    for (int s = from; s < to; s++) {
      if (isListed(offsets, s)) {
        for (int e = offsets.get(s); e < offsets.get(s + 1); e++) {
          held[items.get(e)]++;
        }
      }
    }
    return held;
  }

  private boolean isListed(IntColumn offsets, int session) {
    return offsets.get(session + 1) - offsets.get(session) <= longestListed;
  }

  /** The positions of a session's clicks that no later click on the same item follows. */
  private static final class LastPositions {
    /** Up to here comparing each with each is faster than sorting. */
    private static final int SHORT = 32;

    private int[] positions = new int[SHORT];
    private long[] byItem = new long[SHORT];

    /** Finds them, ascending, and tells how many they are. */
    int find(Sessions sessions, int session) {
      int length = sessions.length(session);
      if (length > positions.length) {
        positions = new int[2 * length];
        byItem = new long[2 * length];
      }
      return length <= SHORT
          ? compare(sessions.items(), sessions.offset(session), length)
          : sort(sessions.items(), sessions.offset(session), length);
    }

    private int compare(int[] items, int begin, int length) {
      int count = 0;
      for (int p = 0; p < length; p++) {
        int later = p + 1;
        while (later < length && items[begin + later] != items[begin + p]) {
          later++;
        }
        if (later == length) {
          positions[count++] = p;
        }
      }
      return count;
    }

    private int sort(int[] items, int begin, int length) {
      for (int p = 0; p < length; p++) {
        byItem[p] = (long) items[begin + p] << 32 | p;
      }
      Arrays.sort(byItem, 0, length);
      int count = 0;
      for (int i = 0; i < length; i++) {
        if (i + 1 == length || byItem[i] >>> 32 != byItem[i + 1] >>> 32) {
          positions[count++] = (int) byItem[i];
        }
      }
      Arrays.sort(positions, 0, count);
      return count;
    }

    int position(int i) {
      return positions[i];
    }
  }
}
