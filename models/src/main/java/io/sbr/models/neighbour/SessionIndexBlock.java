package io.sbr.models.neighbour;

import io.sbr.data.Sessions;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What sessions that follow each other in time contribute to a {@link SessionIndex}, made of them
 * alone, on whatever machine; {@link SessionIndexJoin} puts blocks together. Sessions are numbered
 * from 0 within their block.
 */
public final class SessionIndexBlock implements Serializable {
  private static final long serialVersionUID = 1;

  /** {@code [S]} number of distinct items of each session. */
  private final int[] sizes;

  /** {@code [D]} distinct items of each session, by their last position. */
  private final int[] items;

  /** {@code [D]} that position, from 0, in the session's clicks. */
  private final int[] positions;

  /** {@code [L]} items that have a list, ascending. */
  private final int[] listed;

  /** {@code [L]} how many of the sessions that are listed hold each. */
  private final int[] held;

  /** {@code [E]} the sessions of all lists, each ascending and bounded. */
  private final int[] lists;

  private SessionIndexBlock(
      int[] sizes, int[] items, int[] positions, int[] listed, int[] held, int[] lists) {
    this.sizes = sizes;
    this.items = items;
    this.positions = positions;
    this.listed = listed;
    this.held = held;
    this.lists = lists;
  }

  /**
   * Makes a block.
   *
   * @param sessions in order of time
   * @param itemCount N; items are numbered from 1
   */
  public static SessionIndexBlock of(Sessions sessions, int itemCount, IndexBounds bounds) {
    return new Maker(itemCount, bounds).block(sessions);
  }

  /** Takes the sessions of an item's list, or the last of them. */
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

  /** Number of sessions. */
  int sessions() {
    return sizes.length;
  }

  /** Number of pairs of a session and an item that it holds. */
  int pairs() {
    return items.length;
  }

  /** {@code [S]} number of distinct items of each session; not to be changed. */
  int[] sizes() {
    return sizes;
  }

  /** {@code [D]} distinct items of each session, by their last position; not to be changed. */
  int[] items() {
    return items;
  }

  /** {@code [D]} that position, from 0, in the session's clicks; not to be changed. */
  int[] positions() {
    return positions;
  }

  /**
   * Tells the list of each item that has one, by its number.
   *
   * @param bounds that the block was made with
   */
  void forEachList(IndexBounds bounds, Lists taker) {
    int from = 0;
    for (int i = 0; i < listed.length; i++) {
      int to = from + bounds.kept(held[i]);
      taker.accept(listed[i], held[i], lists, from, to);
      from = to;
    }
  }

  /** Adds how many of the sessions that are listed hold each item to {@code [N + 1]} counts. */
  void countHolders(int[] counts) {
    for (int i = 0; i < listed.length; i++) {
      counts[listed[i]] += held[i];
    }
  }

  /** Makes blocks, one after another, in one thread: it counts all items, 8 MB of a million. */
  static final class Maker {
    private final IndexBounds bounds;
    private final LastPositions last = new LastPositions();

    /** {@code [N + 1]} where each list begins. */
    private final int[] begins;

    /** {@code [N + 1]} how many sessions hold each item, then where the next one belongs. */
    private final int[] next;

    Maker(int itemCount, IndexBounds bounds) {
      this.bounds = bounds;
      begins = new int[itemCount + 1];
      next = new int[itemCount + 1];
    }

    /** A block of sessions in order of time. */
    SessionIndexBlock block(Sessions sessions) {
      int[] sizes = new int[sessions.count()];
      int[] items = new int[sessions.clicks()];
      int[] positions = new int[sessions.clicks()];
      int pairs = 0;
      for (int s = 0; s < sizes.length; s++) {
        int begin = sessions.offset(s);
        sizes[s] = last.find(sessions.items(), begin, sessions.length(s));
        for (int i = 0; i < sizes[s]; i++) {
          positions[pairs] = last.position(i);
          items[pairs++] = sessions.items()[begin + last.position(i)];
        }
      }
      items = Arrays.copyOf(items, pairs);
      positions = Arrays.copyOf(positions, pairs);
      int distinct = count(sizes, items);
      int[] listed = new int[distinct];
      int[] held = new int[distinct];
      int total = begin(listed, held);
      int[] lists = fill(sizes, items, new int[total]);
      for (int item : listed) {
        next[item] = 0;
      }
      return new SessionIndexBlock(sizes, items, positions, listed, held, lists);
    }

    /** Counts the holders of each item, and tells how many items have any. */
    private int count(int[] sizes, int[] items) {
      int distinct = 0;
      int pair = 0;
      for (int size : sizes) {
        int end = pair + size;
        for (; pair < end && bounds.lists(size); pair++) {
          distinct += next[items[pair]]++ == 0 ? 1 : 0;
        }
        pair = end;
      }
      return distinct;
    }

    /** Finds the place of each list, and tells how long all of them are. */
    private int begin(int[] listed, int[] held) {
      int total = 0;
      int count = 0;
      for (int item = 0; item < next.length; item++) {
        if (next[item] > 0) {
          int kept = bounds.kept(next[item]);
          listed[count] = item;
          held[count++] = next[item];
          begins[item] = total;
          next[item] = total + kept - next[item]; // those left out stand before the list
          total += kept;
        }
      }
      return total;
    }

    private int[] fill(int[] sizes, int[] items, int[] lists) {
      int pair = 0;
      for (int s = 0; s < sizes.length; s++) {
        int end = pair + sizes[s];
        for (; pair < end && bounds.lists(sizes[s]); pair++) {
          int at = next[items[pair]]++;
          if (at >= begins[items[pair]]) {
            lists[at] = s;
          }
        }
        pair = end;
      }
      return lists;
    }
  }
}
