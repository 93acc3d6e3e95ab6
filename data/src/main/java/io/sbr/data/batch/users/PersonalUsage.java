package io.sbr.data.batch.users;

import io.sbr.data.UsageHistory;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.Column;
import io.sbr.data.batch.GraphBatch;
import java.util.Arrays;
import java.util.Set;

/**
 * What each session's user viewed before the session began, as scores are scaled by it ({@link
 * UsageHistory}). Nothing for a session of an unknown user.
 *
 * @param itemCount N
 * @param neutral whether every user is treated as an unknown one
 * @param logs whether the logarithms of the statistics are scaled from 0 to 1, not these themselves
 */
public record PersonalUsage(int itemCount, boolean neutral, boolean logs)
    implements BatchPart<GraphBatch.Boosts> {
  /** As published. */
  public PersonalUsage(int itemCount, boolean neutral) {
    this(itemCount, neutral, false);
  }

  @Override
  public Set<Column> reads() {
    return neutral ? Set.of() : Set.of(Column.USERS, Column.STARTS);
  }

  @Override
  public GraphBatch.Boosts build(GraphBatch batch) {
    int[] offsets = new int[batch.sessions() + 1];
    int[] items = new int[16];
    double[] boosts = new double[16 * UsageHistory.STATISTICS];
    for (int b = 0; b < batch.sessions(); b++) {
      UsageHistory.Usage usage =
          neutral ? UsageHistory.Usage.NOTHING : batch.columns().usageBefore(b);
      int begin = offsets[b];
      int end = offsets[b + 1] = begin + usage.items().length;
      if (end > items.length) {
        items = Arrays.copyOf(items, 2 * end);
        boosts = Arrays.copyOf(boosts, 2 * end * UsageHistory.STATISTICS);
      }
      double[] own = (logs ? usage.logs() : usage).boosts(itemCount);
      System.arraycopy(own, 0, boosts, begin * UsageHistory.STATISTICS, own.length);
      for (int i = begin; i < end; i++) {
        items[i] = Candidates.of(usage.items()[i - begin]);
      }
    }
    int entries = offsets[batch.sessions()];
    return new GraphBatch.Boosts(
        offsets,
        Arrays.copyOf(items, entries),
        Arrays.copyOf(boosts, entries * UsageHistory.STATISTICS));
  }
}
