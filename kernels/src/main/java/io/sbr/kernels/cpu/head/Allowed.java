package io.sbr.kernels.cpu.head;

import io.sbr.tensor.AllowSets;

/** {@link AllowSets} as a scan of scores reads them. */
public final class Allowed {
  /** Of a set with less than one item in so many, the items are gone through and not the scores. */
  private static final int FEW = 5;

  private final int[] ofSession;
  private final int[] words;
  private final int wordsEach;
  private final boolean[] sparse;

  /**
   * Sets.
   *
   * @param ofSession {@code [B]} which set each session has
   * @param words of all sets, one after another
   * @param sets how many there are
   * @param items N
   */
  public Allowed(int[] ofSession, int[] words, int sets, int items) {
    this.ofSession = ofSession;
    this.words = words;
    wordsEach = AllowSets.words(items);
    sparse = new boolean[sets];
    for (int set = 0; set < sets; set++) {
      long count = 0;
      for (int w = set * wordsEach; w < (set + 1) * wordsEach; w++) {
        count += Integer.bitCount(words[w]);
      }
      sparse[set] = count * FEW < items;
    }
  }

  /** Whether a session may have few items only. */
  boolean isSparse(int session) {
    return sparse[ofSession[session]];
  }

  /** Whether a session may have an item. */
  boolean has(int session, int item) {
    int word = words[ofSession[session] * wordsEach + item / Integer.SIZE];
    return (word >>> item % Integer.SIZE & 1) != 0;
  }

  /**
   * Which items of those from {@code word * 32} on a session may have, a bit for each.
   *
   * @param from the first item that counts
   * @param to the item after the last one
   */
  int bits(int session, int word, int from, int to) {
    int bits = words[ofSession[session] * wordsEach + word];
    int begin = word * Integer.SIZE;
    if (from > begin) {
      bits &= -1 << from - begin;
    }
    return to - begin < Integer.SIZE ? bits & ~(-1 << to - begin) : bits;
  }
}
