package io.sbr.models.neighbour;

import java.util.Arrays;
import java.util.List;

/**
 * Puts blocks of sessions together to a {@link SessionIndex}. All sessions are divided into
 * stretches of time, which were counted before; the blocks of a stretch come one after another, and
 * stretches are filled side by side. Where a block goes depends on counts alone, so that the index
 * is the same however sessions are divided.
 */
final class SessionIndexJoin {
  private final int itemCount;
  private final IndexBounds bounds;
  private final Stretch[] stretches;
  private final IntColumn offsets;
  private final IntColumn items;
  private final IntColumn positions;
  private final IntColumn itemOffsets;
  private final IntColumn lists;
  private final IntColumn holders;

  /**
   * Makes room.
   *
   * @param bounds that blocks are made with
   * @param counts of each stretch, in order of time; they become its own
   */
  SessionIndexJoin(int itemCount, IndexBounds bounds, List<SessionIndexCounts> counts) {
    this.itemCount = itemCount;
    this.bounds = bounds;
    stretches = new Stretch[counts.size()];
    int sessions = 0;
    int pairs = 0;
    for (int i = 0; i < stretches.length; i++) {
      stretches[i] = new Stretch(sessions, pairs, counts.get(i));
      sessions += counts.get(i).sessions();
      pairs += counts.get(i).pairs();
    }
    offsets = IntColumn.allocate(sessions + 1);
    items = IntColumn.allocate(pairs);
    positions = IntColumn.allocate(pairs);
    holders = IntColumn.allocate(itemCount + 1);
    itemOffsets = IntColumn.allocate(itemCount + 2);
    lists = IntColumn.allocate(beginLists());
  }

  /** Finds where each item's sessions of each stretch begin, and tells how many are listed. */
  private int beginLists() {
    int total = 0;
    for (int item = 0; item <= itemCount; item++) {
      itemOffsets.put(item, total);
      int held = 0;
      for (Stretch stretch : stretches) {
        held += stretch.next[item];
      }
      holders.put(item, held);
      int kept = bounds.kept(held);
      int at = total + kept - held; // before the list begins stand those that are left out
      for (Stretch stretch : stretches) {
        int own = stretch.next[item];
        stretch.next[item] = at;
        at += own;
      }
      total += kept;
    }
    itemOffsets.put(itemCount + 1, total);
    return total;
  }

  /** Sessions that follow each other in time, filled by one thread. */
  final class Stretch {
    private final int[] next;
    private final int endSession;
    private final int endPair;
    private int session;
    private int pair;

    private Stretch(int firstSession, int firstPair, SessionIndexCounts counts) {
      next = counts.holders();
      session = firstSession;
      pair = firstPair;
      endSession = firstSession + counts.sessions();
      endPair = firstPair + counts.pairs();
    }

    /** Puts the next block. */
    void put(SessionIndexBlock block) {
      items.put(pair, block.items().values(), 0, block.items().length());
      positions.put(pair, block.positions().values(), 0, block.positions().length());
      block.forEachList(
          bounds,
          (item, held, sessions, from, to) -> {
            int end = next[item] + held;
            int at = Math.max(end - (to - from), itemOffsets.get(item));
            for (int i = to - (end - at); at < end; i++) {
              lists.put(at++, session + sessions[i]);
            }
            next[item] = end;
          });
      for (int s = 0; s < block.sizes().length(); s++) {
        pair += block.sizes().get(s);
        offsets.put(++session, pair);
      }
    }

    private boolean isFull() {
      return session == endSession && pair == endPair;
    }
  }

  /** Sessions of one stretch of time, by its number. */
  Stretch stretch(int number) {
    return stretches[number];
  }

  /**
   * The index, when all blocks are there.
   *
   * @param age {@code [S]} seconds from each session's last click to the newest one of all
   * @param clicks {@code [N + 1]} clicks on each item
   * @throws IllegalStateException if blocks are not those that were counted
   */
  SessionIndex index(IntColumn age, int[] clicks) {
    if (!Arrays.stream(stretches).allMatch(Stretch::isFull)) {
      throw new IllegalStateException("other sessions were counted than put into the index");
    }
    IntColumn events = IntColumn.allocate(itemCount + 1);
    events.put(0, clicks, 0, itemCount + 1);
    return new SessionIndex(
        itemCount, offsets, items, positions, age, itemOffsets, lists, events, holders);
  }
}
