package io.sbr.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The users of a data set: original ids and the numbers from 0 that sessions have. Where the ids
 * were not kept, the decimal number is a user's id. Safe to share between threads.
 */
public final class UserIds {
  /** Of users whose ids were not kept: each goes by its number. */
  public static final UserIds NUMBERS = new UserIds(new int[0], new String[0]);

  private final int[] numbers;
  private final String[] ids;
  private Map<String, Integer> byId;

  private UserIds(int[] numbers, String[] ids) {
    this.numbers = numbers;
    this.ids = ids;
  }

  /**
   * Users by number.
   *
   * @param ids original id of each
   */
  public static UserIds of(SortedMap<Integer, String> ids) {
    return new UserIds(
        ids.keySet().stream().mapToInt(number -> number).toArray(),
        ids.values().toArray(String[]::new));
  }

  /**
   * The known users of some sessions.
   *
   * @param ids original id of each number
   */
  public static UserIds in(IntFunction<String> ids, Sessions... parts) {
    int[] numbers =
        Arrays.stream(parts)
            .flatMapToInt(
                part -> part.users() == null ? IntStream.empty() : Arrays.stream(part.users()))
            .filter(user -> user >= 0)
            .sorted()
            .distinct()
            .toArray();
    return new UserIds(numbers, Arrays.stream(numbers).mapToObj(ids).toArray(String[]::new));
  }

  /** Whether there are original ids, not numbers alone. */
  public boolean kept() {
    return ids.length > 0;
  }

  /** The numbers of all users whose ids were kept, ascending. */
  public int[] numbers() {
    return numbers.clone();
  }

  /** The id of a user. */
  public String id(int number) {
    int place = Arrays.binarySearch(numbers, number);
    return place < 0 ? Integer.toString(number) : ids[place];
  }

  /** The number of a user; empty for an id that nobody has. */
  public OptionalInt number(String id) {
    if (!kept()) {
      return id.matches("0|[1-9][0-9]{0,8}")
          ? OptionalInt.of(Integer.parseInt(id))
          : OptionalInt.empty();
    }
    Integer place = byId().get(id);
    return place == null ? OptionalInt.empty() : OptionalInt.of(numbers[place]);
  }

  private synchronized Map<String, Integer> byId() {
    if (byId == null) {
      byId = new HashMap<>(2 * ids.length);
      for (int place = 0; place < ids.length; place++) {
        byId.put(ids[place], place);
      }
    }
    return byId;
  }
}
