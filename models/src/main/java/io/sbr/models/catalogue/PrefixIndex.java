package io.sbr.models.catalogue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which items have a word that begins in a given way: words in order, and the items of each. */
final class PrefixIndex {
  private static final char LAST = '\uffff';

  private final String[] words;

  /** {@code [words + 1]} where the items of each word begin. */
  private final int[] begins;

  private final int[] items;

  private PrefixIndex(String[] words, int[] begins, int[] items) {
    this.words = words;
    this.begins = begins;
    this.items = items;
  }

  /** Gathers words of items, in any order. */
  static final class Builder {
    private final Map<String, Integer> codes = new HashMap<>();
    private long[] pairs = new long[1024];
    private int size;

    /** Says that an item, a number from 0, has a word; may be said again. */
    void add(String word, int item) {
      Integer known = codes.putIfAbsent(word, codes.size());
      int code = known == null ? codes.size() - 1 : known;
      if (size == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * size);
      }
      pairs[size++] = (long) code << Integer.SIZE | item;
    }

    PrefixIndex build() {
      List<String> sorted = codes.keySet().stream().sorted().toList();
      int[] places = new int[codes.size()];
      for (int place = 0; place < places.length; place++) {
        places[codes.get(sorted.get(place))] = place;
      }
      for (int i = 0; i < size; i++) {
        int code = (int) (pairs[i] >>> Integer.SIZE);
        pairs[i] = (long) places[code] << Integer.SIZE | (int) pairs[i];
      }
      Arrays.sort(pairs, 0, size);
      int[] begins = new int[places.length + 1];
      int[] items = new int[size];
      for (int i = 0; i < size; i++) {
        begins[(int) (pairs[i] >>> Integer.SIZE) + 1] = i + 1;
        items[i] = (int) pairs[i];
      }
      return new PrefixIndex(sorted.toArray(String[]::new), begins, items);
    }
  }

  /** The items that have a word with this beginning. */
  BitSet having(String prefix) {
    BitSet found = new BitSet();
    int end = begins[place(prefix + LAST)];
    for (int i = begins[place(prefix)]; i < end; i++) {
      found.set(items[i]);
    }
    return found;
  }

  /** How many words stand before this text. */
  private int place(String text) {
    int at = Arrays.binarySearch(words, text);
    return at < 0 ? -at - 1 : at;
  }
}
