package io.sbr.data;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Some of the items 1 … N, a bit for each. Immutable. */
public final class ItemSet {
  private final int items;
  private final int[] words;
  private final int size;

  private ItemSet(int items, int[] words) {
    this.items = items;
    this.words = words;
    int count = 0;
    for (int word : words) {
      count += Integer.bitCount(word);
    }
    size = count;
  }

  /**
   * Those that a test lets through.
   *
   * @param items N
   * @param test of an item's number
   */
  public static ItemSet where(int items, IntPredicate test) {
    int[] words = new int[(items + Integer.SIZE - 1) / Integer.SIZE];
    for (int item = 1; item <= items; item++) {
      if (test.test(item)) {
        add(words, item);
      }
    }
    return new ItemSet(items, words);
  }

  /**
   * Those of these numbers.
   *
   * @param items N
   * @param numbers any number of times each; 0, which is no item, is passed over
   */
  public static ItemSet of(int items, IntStream numbers) {
    int[] words = new int[(items + Integer.SIZE - 1) / Integer.SIZE];
    numbers.filter(number -> number > 0).forEach(number -> add(words, number));
    return new ItemSet(items, words);
  }

  /** All items. */
  public static ItemSet all(int items) {
    int[] words = new int[(items + Integer.SIZE - 1) / Integer.SIZE];
    Arrays.fill(words, -1);
    if (items % Integer.SIZE != 0) {
      words[words.length - 1] = ~(-1 << items % Integer.SIZE);
    }
    return new ItemSet(items, words);
  }

  private static void add(int[] words, int item) {
    words[(item - 1) / Integer.SIZE] |= 1 << (item - 1) % Integer.SIZE;
  }

  /** N, of all items. */
  public int items() {
    return items;
  }

  /** How many it has. */
  public int size() {
    return size;
  }

  /** Whether it has an item, by its number. */
  public boolean has(int item) {
    return (words[(item - 1) / Integer.SIZE] >>> (item - 1) % Integer.SIZE & 1) != 0;
  }

  /** Bit i mod 32 of number i / 32 is of item i + 1. Not to be changed. */
  public int[] words() {
    return words;
  }

  /** The numbers, ascending. */
  public IntStream numbers() {
    return IntStream.range(0, words.length)
        .flatMap(
            w ->
                IntStream.iterate(words[w], bits -> bits != 0, bits -> bits & bits - 1)
                    .map(bits -> w * Integer.SIZE + Integer.numberOfTrailingZeros(bits) + 1));
  }

  /** Those in both. */
  public ItemSet and(ItemSet other) {
    int[] both = new int[words.length];
    for (int w = 0; w < both.length; w++) {
      both[w] = words[w] & other.words[w];
    }
    return new ItemSet(items, both);
  }

  /** Those in either. */
  public ItemSet or(ItemSet other) {
    int[] either = new int[words.length];
    for (int w = 0; w < either.length; w++) {
      either[w] = words[w] | other.words[w];
    }
    return new ItemSet(items, either);
  }

  /** Those that the other has not. */
  public ItemSet without(ItemSet other) {
    int[] rest = new int[words.length];
    for (int w = 0; w < rest.length; w++) {
      rest[w] = words[w] & ~other.words[w];
    }
    return new ItemSet(items, rest);
  }
}
