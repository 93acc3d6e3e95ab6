package io.sbr.models.baseline;

import io.sbr.data.GraphBatch;
import io.sbr.data.Sessions;
import java.util.Arrays;

/** Markov-1: the items that most often came right after the last click in train, then POP. */
final class FirstOrderMarkov extends CountingRecommender {
  private final int[] offsets;
  private final int[] next;
  private final int[] counts;

  FirstOrderMarkov(Popularity popularity, Sessions train) {
    super("markov", popularity);
    long[] pairs = pairs(train);
    Arrays.sort(pairs);
    offsets = new int[popularity.itemCount() + 2];
    int[] items = new int[pairs.length];
    int[] times = new int[pairs.length];
    int distinct = 0;
    for (int p = 0; p < pairs.length; p++) {
      if (p == 0 || pairs[p] != pairs[p - 1]) {
        items[distinct++] = (int) pairs[p];
        offsets[(int) (pairs[p] >>> 32) + 1]++;
      }
      times[distinct - 1]++;
    }
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] += offsets[i - 1];
    }
    next = Arrays.copyOf(items, distinct);
    counts = Arrays.copyOf(times, distinct);
  }

  /** (item, next item) of every two neighbouring clicks, the item in the upper half. */
  private static long[] pairs(Sessions train) {
    long[] pairs = new long[train.clicks()];
    int count = 0;
    for (int s = 0; s < train.count(); s++) {
      for (int i = 1; i < train.length(s); i++) {
        pairs[count++] = (long) train.item(s, i - 1) << 32 | train.item(s, i);
      }
    }
    return Arrays.copyOf(pairs, count);
  }

  @Override
  Counts counts(GraphBatch batch, int b) {
    int last = batch.nodeItems()[batch.lastNode()[b]];
    int from = offsets[last];
    int to = offsets[last + 1];
    return new Counts(Arrays.copyOfRange(next, from, to), Arrays.copyOfRange(counts, from, to));
  }
}
