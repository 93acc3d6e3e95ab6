package io.sbr.models.neighbour;

import io.sbr.data.Sessions;
import java.io.Serializable;

/**
 * What sessions that follow each other in time contribute to a {@link SessionIndex}, made of them
 * alone, on whatever machine; {@link SessionIndexJoin} puts blocks together. Sessions are numbered
 * from 0 within their block.
 */
public final class SessionIndexBlock implements Serializable {
  private static final long serialVersionUID = 1;

  /** Number of distinct items of each session. */
  private final IntRow sizes = new IntRow();

  /** Distinct items of each session, by their last position. */
  private final IntRow items = new IntRow();

  /** That position, from 0, in the session's clicks. */
  private final IntRow positions = new IntRow();

  /** Items that are held by a session that is not too long, ascending. */
  private final IntRow listed = new IntRow();

  /** How many such sessions hold each of these items. */
  private final IntRow held = new IntRow();

  /** These sessions, an item's ascending: the newest of them where lists are bounded. */
  private final IntRow lists = new IntRow();

  private SessionIndexBlock() {}

  /**
   * Makes a block.
   *
   * @param sessions in order of time
   * @param itemCount N; items are numbered from 1
   */
  public static SessionIndexBlock of(Sessions sessions, int itemCount, IndexBounds bounds) {
    return new Maker(itemCount, bounds)
        .block(SessionsByTime.ordered(sessions), 0, sessions.count());
  }

  /** Takes the sessions of an item's list. */
  @FunctionalInterface
  interface Lists {
    /**
     * Takes them.
     *
     * @param held how many sessions hold the item, on the list or not
     * @param sessions of all lists
     * @param from where the item's begin
     * @param to where they end
     */
    void accept(int item, int held, int[] sessions, int from, int to);
  }

  /** {@code [S]} number of distinct items of each session. */
  IntRow sizes() {
    return sizes;
  }

  /** {@code [D]} distinct items of each session, by their last position. */
  IntRow items() {
    return items;
  }

  /** {@code [D]} that position, from 0, in the session's clicks. */
  IntRow positions() {
    return positions;
  }

  /**
   * Tells the list of each item that has one, by its number.
   *
   * @param bounds that the block was made with
   */
  void forEachList(IndexBounds bounds, Lists taker) {
    int from = 0;
    for (int i = 0; i < listed.length(); i++) {
      int to = from + bounds.kept(held.get(i));
      taker.accept(listed.get(i), held.get(i), lists.values(), from, to);
      from = to;
    }
  }

  /** Adds how many of the sessions that are listed hold each item to {@code [N + 1]} counts. */
  void countHolders(int[] counts) {
    for (int i = 0; i < listed.length(); i++) {
      counts[listed.get(i)] += held.get(i);
    }
  }

  /**
   * Makes one block after another in the same room, in one thread. It counts all items: 8 MB of a
   * million.
   */
  static final class Maker {
    private final IndexBounds bounds;
    private final LastPositions last = new LastPositions();
    private final SessionIndexBlock block = new SessionIndexBlock();

    /** {@code [N + 1]} where each list begins. */
    private final int[] begins;

    /** {@code [N + 1]} how many sessions hold each item, then where the next one belongs. */
    private final int[] next;

    Maker(int itemCount, IndexBounds bounds) {
      this.bounds = bounds;
      begins = new int[itemCount + 1];
      next = new int[itemCount + 1];
    }

    /** The block of sessions {@code [from, to)}, until the next one is made. */
    SessionIndexBlock block(SessionsByTime sessions, int from, int to) {
      int clicks = 0;
      for (int s = from; s < to; s++) {
        clicks += sessions.length(s);
      }
      block.sizes.clear(to - from);
      block.items.clear(clicks);
      block.positions.clear(clicks);
      int distinct = 0;
      for (int s = from; s < to; s++) {
        distinct += add(sessions, s);
      }
      begin(distinct);
      fill();
      for (int i = 0; i < distinct; i++) {
        next[block.listed.get(i)] = 0;
      }
      return block;
    }

    /** Adds a session, and tells how many items have the first one on their lists by it. */
    private int add(SessionsByTime sessions, int session) {
      int begin = sessions.begin(session);
      int size = last.find(sessions.items(), begin, sessions.length(session));
      boolean isListed = bounds.lists(size);
      int first = 0;
      for (int i = 0; i < size; i++) {
        int position = last.position(i);
        int item = sessions.items()[begin + position];
        block.positions.add(position);
        block.items.add(item);
        if (isListed && next[item]++ == 0) {
          first++;
        }
      }
      block.sizes.add(size);
      return first;
    }

    /** Finds the place of each list. */
    private void begin(int distinct) {
      block.listed.clear(distinct);
      block.held.clear(distinct);
      int total = 0;
      for (int item = 0; item < next.length; item++) {
        int held = next[item];
        if (held > 0) {
          int kept = bounds.kept(held);
          block.listed.add(item);
          block.held.add(held);
          begins[item] = total;
          next[item] = total + kept - held; // those left out stand before the list
          total += kept;
        }
      }
      block.lists.resize(total);
    }

    private void fill() {
      int[] items = block.items.values();
      int[] lists = block.lists.values();
      int pair = 0;
      for (int s = 0; s < block.sizes.length(); s++) {
        int end = pair + block.sizes.get(s);
        for (; pair < end && bounds.lists(block.sizes.get(s)); pair++) {
          int at = next[items[pair]]++;
          if (at >= begins[items[pair]]) {
            lists[at] = s;
          }
        }
        pair = end;
      }
    }
  }
}
