package io.sbr.models.eval;

import io.sbr.data.ItemSet;
import io.sbr.data.batch.Candidates;
import io.sbr.tensor.AllowSets;
import io.sbr.tensor.Arena;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The items that the sessions of a batch may have, as a backend reads them: each set once, however
 * many sessions have it.
 *
 * @param ofSession {@code [B]} which set each session has
 * @param sets that are there
 */
record AllowedItems(int[] ofSession, ItemSet[] sets) {
  /**
   * Those of a batch.
   *
   * @param allowed for each session its set, or null for all items; or null
   * @return empty if every session may have all items
   */
  static Optional<AllowedItems> of(ItemSet[] allowed, int items) {
    if (allowed == null) {
      return Optional.empty();
    }
    Map<ItemSet, Integer> numbers = new IdentityHashMap<>();
    int[] ofSession = new int[allowed.length];
    ItemSet[] sets = new ItemSet[allowed.length];
    ItemSet all = null;
    for (int b = 0; b < allowed.length; b++) {
      ItemSet set = allowed[b];
      if (set == null) {
        all = all == null ? ItemSet.all(items) : all;
        set = all;
      }
      Integer number = numbers.putIfAbsent(set, numbers.size());
      ofSession[b] = number == null ? numbers.size() - 1 : number;
      sets[ofSession[b]] = set;
    }
    boolean any = numbers.size() > 1 || all == null;
    return any
        ? Optional.of(new AllowedItems(ofSession, Arrays.copyOf(sets, numbers.size())))
        : Optional.empty();
  }

  /** Whether a session may have a candidate, counted from 0. */
  boolean has(int session, int candidate) {
    return sets[ofSession[session]].has(Candidates.item(candidate));
  }

  /** The sets on a device. */
  AllowSets upload(Arena arena) {
    int each = sets[0].words().length;
    int[] words = new int[sets.length * each];
    for (int set = 0; set < sets.length; set++) {
      System.arraycopy(sets[set].words(), 0, words, set * each, each);
    }
    return new AllowSets(arena.copyOf(ofSession), arena.copyOf(words));
  }
}
