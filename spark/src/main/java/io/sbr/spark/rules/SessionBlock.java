package io.sbr.spark.rules;

import io.sbr.data.Sessions;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The items of some sessions, in the order of the data.
 *
 * @param items of all of them
 * @param lengths of each
 */
record SessionBlock(int[] items, int[] lengths) implements Serializable {
  /** The sessions from one to before another. */
  static SessionBlock of(Sessions sessions, int from, int to) {
    int[] lengths = new int[to - from];
    int clicks = 0;
    for (int s = from; s < to; s++) {
      lengths[s - from] = sessions.length(s);
      clicks += lengths[s - from];
    }
    int[] items = new int[clicks];
    System.arraycopy(sessions.items(), sessions.offset(from), items, 0, clicks);
    return new SessionBlock(items, lengths);
  }

  /**
   * Those sessions that hold an item of a part; a session may be in several.
   *
   * @param parts how many parts items are divided into
   */
  SessionBlock holding(int part, int parts) {
    int[] chosenItems = new int[items.length];
    int[] chosenLengths = new int[lengths.length];
    int clicks = 0;
    int count = 0;
    int begin = 0;
    for (int length : lengths) {
      if (holds(begin, length, part, parts)) {
        System.arraycopy(items, begin, chosenItems, clicks, length);
        clicks += length;
        chosenLengths[count++] = length;
      }
      begin += length;
    }
    return new SessionBlock(
        Arrays.copyOf(chosenItems, clicks), Arrays.copyOf(chosenLengths, count));
  }

  private boolean holds(int begin, int length, int part, int parts) {
    for (int c = begin; c < begin + length; c++) {
      if (partOf(items[c], parts) == part) {
        return true;
      }
    }
    return false;
  }

  /** The part that an item's rules are learned in. */
  static int partOf(int item, int parts) {
    return item % parts;
  }

  /** Sessions of blocks, one after another. */
  static Sessions joined(Iterator<SessionBlock> blocks) {
    List<SessionBlock> all = new ArrayList<>();
    int clicks = 0;
    int count = 0;
    while (blocks.hasNext()) {
      SessionBlock block = blocks.next();
      all.add(block);
      clicks = Math.addExact(clicks, block.items.length);
      count += block.lengths.length;
    }
    int[] items = new int[clicks];
    int[] offsets = new int[count + 1];
    int at = 0;
    int session = 0;
    for (SessionBlock block : all) {
      System.arraycopy(block.items, 0, items, at, block.items.length);
      at += block.items.length;
      for (int length : block.lengths) {
        offsets[session + 1] = offsets[session] + length;
        session++;
      }
    }
    return new Sessions(items, offsets, null, null, null);
  }
}
