package io.sbr.data.prepare;

import io.sbr.data.IndexSort;
import io.sbr.data.Sessions;
import io.sbr.data.prepare.column.IntColumn;
import io.sbr.data.prepare.tally.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * From the clicks of a log to sessions, in the order of their keys' first appearance: group by key,
 * order, cut at pauses, then drop events of other types, duplicates and repeats.
 */
final class Sessioniser {
  private final ClickLog log;
  private final Settings settings;
  private final Tally tally;
  private int[] keyOfSession;

  /**
   * @param tally takes the number of clicks that each step drops
   */
  Sessioniser(ClickLog log, Settings settings, Tally tally) {
    this.log = log;
    this.settings = settings;
    this.tally = tally;
  }

  /** The sessions, with times, durations and users where the log has them. */
  DatedSessions sessions() {
    int[] keyOffsets = keyOffsets();
    int[] order = group(keyOffsets);
    sort(order, keyOffsets);
    long[] times = log.drainTimes(order);
    int[] nanos = log.drainNanos(order);
    int[] types = log.drainTypes(order);

    long gap = log.facts().gap();
    int[] offsets = gap == 0 ? keyOffsets : cut(keyOffsets, times, gap);
    int[] keys = gap == 0 ? null : keysOf(offsets, keyOffsets);
    keyOfSession = keys;
    int[] users = chosen(log.users(), keys);
    Sessions all = new Sessions(log.drainItems(order), offsets, times, null, users);
    long[] dates =
        gap == 0 || times == null ? log.lastDates() : new DatedSessions(all, null).lasts();

    log.dropKeys();
    Sessions kept = Selection.clicks(all, mask(all, nanos, types));
    return new DatedSessions(withDurations(kept, settings.lastDuration()), dates);
  }

  /** The key of a session that {@link #sessions} has made, by its number in the log. */
  int key(int session) {
    return keyOfSession == null ? session : keyOfSession[session];
  }

  private int[] keyOffsets() {
    int[] offsets = new int[log.keys().count() + 1];
    for (int c = 0; c < log.size(); c++) {
      offsets[log.key(c) + 1]++;
    }
    Arrays.parallelPrefix(offsets, Integer::sum);
    return offsets;
  }

  /** Click indices by key, in file order within a key (a counting sort). */
  private int[] group(int[] keyOffsets) {
    int[] next = keyOffsets.clone();
    int[] order = new int[log.size()];
    for (int c = 0; c < order.length; c++) {
      order[next[log.key(c)]++] = c;
    }
    return order;
  }

  private void sort(int[] order, int[] keyOffsets) {
    if (!log.plan().isOrderedByTime()) {
      return;
    }
    IndexSort.Order byTime = log::compareTimes;
    if (settings.order() == Settings.Order.TIME_ITEM) {
      int[] rank = itemRanks(log.itemIds());
      IndexSort.Order timeOnly = byTime;
      byTime =
          (a, b) -> {
            int compared = timeOnly.compare(a, b);
            return compared != 0
                ? compared
                : Integer.compare(rank[log.item(a) - 1], rank[log.item(b) - 1]);
          };
    }
    for (int k = 0; k < log.keys().count(); k++) {
      IndexSort.sort(order, keyOffsets[k], keyOffsets[k + 1], byTime);
    }
  }

  /** Rank of each item by its original id: numbers by value, before other ids by text. */
  static int[] itemRanks(List<String> ids) {
    List<Integer> sorted = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      sorted.add(i);
    }
    // canonical numbers order by length, then digit by digit
    int[] digits = ids.stream().mapToInt(Sessioniser::digits).toArray();
    sorted.sort(
        Comparator.comparingInt((Integer i) -> digits[i])
            .thenComparing((a, b) -> ids.get(a).compareTo(ids.get(b))));
    int[] rank = new int[ids.size()];
    for (int r = 0; r < rank.length; r++) {
      rank[sorted.get(r)] = r;
    }
    return rank;
  }

  /** How long a canonical decimal number is ("17", not "017"); any other id is longer than all. */
  private static int digits(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return Integer.MAX_VALUE;
      }
    }
    boolean canonical = !id.isEmpty() && (id.charAt(0) != '0' || id.length() == 1);
    return canonical ? id.length() : Integer.MAX_VALUE;
  }

  /** Session offsets: a session ends with its key, and where the pause is longer than the gap. */
  static int[] cut(int[] keyOffsets, long[] times, long gap) {
    IntColumn offsets = new IntColumn();
    for (int k = 0; k + 1 < keyOffsets.length; k++) {
      for (int c = keyOffsets[k]; c < keyOffsets[k + 1]; c++) {
        if (c == keyOffsets[k] || times[c] - times[c - 1] > gap) {
          offsets.add(c);
        }
      }
    }
    offsets.add(times.length);
    return offsets.toArray();
  }

  private static int[] keysOf(int[] offsets, int[] keyOffsets) {
    int[] keys = new int[offsets.length - 1];
    int key = 0;
    for (int s = 0; s < keys.length; s++) {
      while (keyOffsets[key + 1] <= offsets[s]) {
        key++;
      }
      keys[s] = key;
    }
    return keys;
  }

  private static int[] chosen(int[] values, int[] indices) {
    if (values == null || indices == null) {
      return values;
    }
    return Arrays.stream(indices).map(i -> values[i]).toArray();
  }

  private BitSet mask(Sessions sessions, int[] nanos, int[] types) {
    BitSet keep = ClickMasks.all(sessions);
    int before = sessions.clicks();
    if (log.plan().filtersLater()) {
      ClickMasks.dropTypes(keep, types, log::keeps);
      before = count("events of other types", before, keep);
    }
    if (log.plan().isOrderedByTime()) {
      BitSet duplicates = ClickMasks.duplicates(sessions, nanos, types);
      if (settings.dropDuplicates()) {
        keep.andNot(duplicates);
        before = count("duplicate rows", before, keep);
      } else {
        duplicates.and(keep);
        tally.count("duplicate rows kept", duplicates.cardinality());
      }
    }
    if (settings.mergeRepeats()) {
      ClickMasks.mergeRepeats(sessions, keep);
      count("consecutive repeats", before, keep);
    }
    return keep;
  }

  private int count(String what, int before, BitSet keep) {
    int after = keep.cardinality();
    tally.drop(what, (long) before - after);
    return after;
  }

  /**
   * View durations: seconds to the next click of the session. Merged repeats thereby sum theirs.
   *
   * @param last seconds for the last click of a session, which has no next one. No step to a next
   *     click needs it; how long an item was viewed in all does (docs/models.md, section 6)
   */
  static Sessions withDurations(Sessions sessions, double last) {
    long[] times = sessions.times();
    if (times == null) {
      return sessions;
    }
    float[] durations = new float[times.length];
    for (int s = 0; s < sessions.count(); s++) {
      for (int c = sessions.offset(s); c < sessions.offsets()[s + 1] - 1; c++) {
        durations[c] = (float) (Math.max(0, times[c + 1] - times[c]) / 1000.0);
      }
      if (sessions.length(s) > 0) {
        durations[sessions.offsets()[s + 1] - 1] = (float) last;
      }
    }
    return new Sessions(sessions.items(), sessions.offsets(), times, durations, sessions.users());
  }
}
