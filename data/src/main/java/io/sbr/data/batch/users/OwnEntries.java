package io.sbr.data.batch.users;

import io.sbr.data.UserPast;
import io.sbr.data.UserTally;
import io.sbr.data.batch.BatchPart;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.Column;
import io.sbr.data.batch.GraphBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The items that each session's user has clicked, before the session or in it, with the logarithms
 * of how often: a softmax of their own over what the user knows. Where user or time are not known
 * they are the session's own items.
 *
 * @param itemCount N
 */
public record OwnEntries(int itemCount) implements BatchPart<GraphBatch.Own> {
  /**
   * What is known of an entry, log(1 + x) of each: clicks ever, in the month, week and day before
   * the session; how often it came right after the last click's item; clicks in the session; and 1
   * for the last click's item.
   */
  public static final int STATISTICS = 7;

  private static final long DAY = 86_400_000L;
  private static final long[] WINDOWS = {Long.MAX_VALUE, 30 * DAY, 7 * DAY, DAY};
  private static final int NEXT = WINDOWS.length;
  private static final int IN_SESSION = NEXT + 1;
  private static final int LAST = IN_SESSION + 1;

  @Override
  public Set<Column> reads() {
    return Set.of(Column.USERS, Column.STARTS, Column.PAST);
  }

  /** What one session's user knows. */
  private record Known(int[] items, double[] statistics, int past) {
    /** Place of an item, negative if it is not among them. */
    int place(int item) {
      return Arrays.binarySearch(items, item);
    }
  }

  @Override
  public GraphBatch.Own build(GraphBatch batch) {
    List<Known> known = new ArrayList<>(batch.sessions());
    int[] offsets = new int[batch.sessions() + 1];
    for (int b = 0; b < batch.sessions(); b++) {
      known.add(known(batch, b));
      offsets[b + 1] = offsets[b] + known.get(b).items.length;
    }
    int entries = offsets[batch.sessions()];
    int[] items = new int[entries];
    int[] session = new int[entries];
    double[] statistics = new double[entries * STATISTICS];
    for (int b = 0; b < batch.sessions(); b++) {
      Known own = known.get(b);
      System.arraycopy(Candidates.of(own.items), 0, items, offsets[b], own.items.length);
      System.arraycopy(
          own.statistics, 0, statistics, offsets[b] * STATISTICS, own.statistics.length);
      Arrays.fill(session, offsets[b], offsets[b + 1], b);
    }
    int[] places =
        IntStream.range(0, batch.sessions())
            .map(b -> known.get(b).place(batch.targets()[b]))
            .toArray();
    int[] exploring = IntStream.range(0, places.length).filter(b -> places[b] < 0).toArray();
    int[] repeated =
        IntStream.range(0, places.length)
            .filter(b -> places[b] >= 0)
            .map(b -> offsets[b] + places[b])
            .toArray();
    int[] seenOffsets = new int[exploring.length + 1];
    for (int e = 0; e < exploring.length; e++) {
      seenOffsets[e + 1] = seenOffsets[e] + known.get(exploring[e]).items.length;
    }
    return new GraphBatch.Own(
        new GraphBatch.Rows(offsets, session, GraphBatch.Gather.of(itemCount, items)),
        statistics,
        known.stream().mapToDouble(own -> Math.log1p(own.past)).toArray(),
        Arrays.stream(places).mapToDouble(place -> place < 0 ? -1 : 1).toArray(),
        GraphBatch.Gather.of(entries, repeated),
        GraphBatch.Gather.of(batch.sessions(), exploring),
        seenOffsets,
        Arrays.stream(exploring)
            .flatMap(b -> Arrays.stream(Candidates.of(known.get(b).items)))
            .toArray(),
        Candidates.of(Arrays.stream(exploring).map(b -> batch.targets()[b]).toArray()));
  }

  private static Known known(GraphBatch batch, int b) {
    int[] session =
        IntStream.range(batch.clickOffsets()[b], batch.clickOffsets()[b + 1])
            .map(click -> batch.nodeItems()[batch.clickNode()[click]])
            .toArray();
    UserPast past = batch.columns().pastOf(b);
    UserTally tally = UserTally.of(past, session);
    int[] items = tally.items();
    double[] counts = new double[items.length * STATISTICS];
    for (int c = 0; c < past.items().length; c++) {
      int row = Arrays.binarySearch(items, past.items()[c]) * STATISTICS;
      long ago = batch.columns().start(b).orElseThrow() - past.times()[c];
      for (int w = 0; w < WINDOWS.length && ago <= WINDOWS[w]; w++) {
        counts[row + w]++;
      }
    }
    for (int item : session) {
      counts[Arrays.binarySearch(items, item) * STATISTICS + IN_SESSION]++;
    }
    for (int i = 0; i < items.length; i++) {
      counts[i * STATISTICS + NEXT] = tally.next()[i];
    }
    double[] logs = Arrays.stream(counts).map(Math::log1p).toArray();
    logs[Arrays.binarySearch(items, session[session.length - 1]) * STATISTICS + LAST] = 1;
    return new Known(items, logs, past.items().length);
  }
}
