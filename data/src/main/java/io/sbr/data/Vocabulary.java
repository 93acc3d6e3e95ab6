package io.sbr.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The items of a data set: original ids (any string) and the numbers 1 … N that the models use.
 * Number 0 is padding and has no id.
 */
public final class Vocabulary {
  private final String[] ids;
  private Map<String, Integer> numbers;

  /**
   * Numbers the ids from 1 in the given order.
   *
   * @throws IllegalArgumentException if an id occurs twice
   */
  public Vocabulary(List<String> ids) {
    this.ids = ids.toArray(String[]::new);
    if (numbers().size() != this.ids.length) {
      throw new IllegalArgumentException("an item id occurs twice in the vocabulary");
    }
  }

  /** Items that are known by plain numbers: their decimal forms, in the given order. */
  public static Vocabulary ofNumbers(int[] ids) {
    return new Vocabulary(Arrays.stream(ids).mapToObj(Integer::toString).toList());
  }

  /** Number of items, N. */
  public int size() {
    return ids.length;
  }

  /** The original id of item {@code number}, from 1. */
  public String id(int number) {
    return ids[number - 1];
  }

  /** The number of an original id, or 0 if it is unknown. */
  public int number(String id) {
    return numbers().getOrDefault(id, 0);
  }

  /** All ids, in the order of their numbers. */
  public List<String> ids() {
    return Arrays.asList(ids);
  }

  private Map<String, Integer> numbers() {
    if (numbers == null) {
      Map<String, Integer> map = new HashMap<>(ids.length * 2);
      for (int i = 0; i < ids.length; i++) {
        map.put(ids[i], i + 1);
      }
      numbers = map;
    }
    return numbers;
  }
}
