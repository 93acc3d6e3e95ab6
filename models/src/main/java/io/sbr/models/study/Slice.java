package io.sbr.models.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A part of the examples that is looked at by itself.
 *
 * @param name what they have in common
 * @param examples their numbers, ascending; at least one
 */
public record Slice(String name, int[] examples) {
  /** Groups by popularity, if the counts allow so many. */
  private static final int GROUPS = 4;

  /** All of them. */
  public static Slice all(TestPart part) {
    return new Slice("all", IntStream.range(0, part.examples()).toArray());
  }

  /**
   * By input clicks: up to 5 and more, as the paper of SR-GNN tells short sessions from long ones,
   * and finer. Without those that are empty.
   */
  public static List<Slice> byLength(TestPart part) {
    List<Slice> slices = new ArrayList<>();
    add(slices, "≤ 5", part.length(), 1, 5);
    add(slices, "> 5", part.length(), 6, Integer.MAX_VALUE);
    add(slices, "1", part.length(), 1, 1);
    add(slices, "2", part.length(), 2, 2);
    add(slices, "3", part.length(), 3, 3);
    add(slices, "4–5", part.length(), 4, 5);
    add(slices, "6–10", part.length(), 6, 10);
    add(slices, "> 10", part.length(), 11, Integer.MAX_VALUE);
    return slices;
  }

  /**
   * By clicks on the target in train: targets never seen there and, if there are any, all others;
   * then four groups of about as many examples each. Targets with equal counts are in one group, so
   * there may be fewer.
   */
  public static List<Slice> byPopularity(TestPart part) {
    List<Slice> slices = new ArrayList<>();
    add(slices, "0", part.popularity(), 0, 0);
    int[] seen = Arrays.stream(part.popularity()).filter(clicks -> clicks > 0).sorted().toArray();
    if (seen.length < part.examples()) {
      // What data sets without unseen targets are compared with.
      add(slices, "≥ 1", part.popularity(), 1, Integer.MAX_VALUE);
    }
    int from = 1;
    for (int g = 1; g <= GROUPS && seen.length > 0; g++) {
      boolean last = g == GROUPS;
      int to = seen[(int) (((long) seen.length * g + GROUPS - 1) / GROUPS) - 1];
      String name = last ? "≥ " + from : from == to ? "" + from : from + "–" + to;
      if (to >= from) {
        add(slices, name, part.popularity(), from, last ? Integer.MAX_VALUE : to);
        from = to + 1;
      }
    }
    return slices;
  }

  private static void add(List<Slice> slices, String name, int[] values, int from, int to) {
    IntPredicate inside = e -> values[e] >= from && values[e] <= to;
    int[] examples = IntStream.range(0, values.length).filter(inside).toArray();
    if (examples.length > 0) {
      slices.add(new Slice(name, examples));
    }
  }
}
