package io.sbr.models.pipeline;

import io.sbr.data.Sessions;
import io.sbr.data.UsageHistory;
import io.sbr.data.Vocabulary;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.Column;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.pipeline.Clicks.Detail;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * From clicks in the words of a client to batches in the numbers of a run, each session with what
 * the model reads beside its items: the same columns that an evaluation finds in a data set.
 */
final class ClickPacker {
  private static final int STRANGER = -1;

  private final Vocabulary items;
  private final BatchSpec needs;
  private final int longestInput;
  private final double lastDuration;
  private final OptionalDouble openView;
  private final UsageHistory history;

  /**
   * A packer for one run.
   *
   * @param needs of its model
   * @param longestInput length that published padding fills up to
   * @param lastDuration seconds of the last click of a session where only times are given
   * @param openView seconds of the last known click whatever is given, if the model has learned
   *     that its view goes on
   * @param history what the run's users viewed
   */
  ClickPacker(
      Vocabulary items,
      BatchSpec needs,
      int longestInput,
      double lastDuration,
      OptionalDouble openView,
      UsageHistory history) {
    this.items = items;
    this.needs = needs;
    this.longestInput = longestInput;
    this.lastDuration = lastDuration;
    this.openView = openView;
    this.history = history;
  }

  /** What the model reads beside the items. */
  Set<Detail> reads() {
    Set<Detail> reads = EnumSet.noneOf(Detail.class);
    if (reads(Column.USERS)) {
      reads.add(Detail.USER);
    }
    if (readsTimes()) {
      reads.add(Detail.TIMES);
    }
    if (reads(Column.DURATIONS)) {
      reads.add(Detail.DURATIONS);
    }
    return Collections.unmodifiableSet(reads);
  }

  private boolean reads(Column column) {
    return needs.reads().contains(column);
  }

  private boolean readsTimes() {
    return reads(Column.TIMES) || reads(Column.STARTS);
  }

  /** The clicks on known items, with what the model reads of them. */
  KnownClicks known(Clicks clicks) {
    int[] numbers = clicks.items().stream().mapToInt(items::number).toArray();
    int[] positions = IntStream.range(0, numbers.length).filter(i -> numbers[i] > 0).toArray();
    // Durations first: a click on an unknown item ends the view before it all the same.
    long[] times = readsTimes() || reads(Column.DURATIONS) ? times(clicks) : null;
    float[] seconds = reads(Column.DURATIONS) ? seconds(clicks, times) : null;
    int user =
        reads(Column.USERS)
            ? clicks.user().map(id -> history.users().number(id).orElse(STRANGER)).orElse(STRANGER)
            : STRANGER;
    Set<Detail> neutral = EnumSet.noneOf(Detail.class);
    if (reads(Column.USERS) && user == STRANGER) {
      neutral.add(Detail.USER);
    }
    if (readsTimes() && times == null) {
      neutral.add(Detail.TIMES);
    }
    if (reads(Column.DURATIONS) && seconds == null) {
      neutral.add(Detail.DURATIONS);
    }
    int unknown = numbers.length - positions.length;
    return new KnownClicks(numbers, readsTimes() ? times : null, seconds, user, unknown, neutral)
        .at(positions);
  }

  private static long[] times(Clicks clicks) {
    return clicks.times().isEmpty()
        ? null
        : clicks.times().stream().mapToLong(time -> time.toEpochMilli()).toArray();
  }

  /** Those given; else until the next click, as {@code prepare} has it. */
  private float[] seconds(Clicks clicks, long[] times) {
    boolean given = !clicks.seconds().isEmpty();
    if (!given && times == null) {
      return null;
    }
    float[] seconds = new float[clicks.items().size()];
    for (int c = 0; c < seconds.length; c++) {
      boolean last = c + 1 == seconds.length;
      double viewed =
          given
              ? clicks.seconds().get(c)
              : last ? lastDuration : Math.max(0, times[c + 1] - times[c]) / 1000.0;
      seconds[c] = (float) viewed;
    }
    return seconds;
  }

  /** The batch of sessions with at least one known click each, all with the same columns. */
  GraphBatch pack(List<KnownClicks> sessions) {
    int count = sessions.size();
    int[] offsets = new int[count + 1];
    for (int s = 0; s < count; s++) {
      offsets[s + 1] = offsets[s] + sessions.get(s).items().length;
    }
    int[] clicked = new int[offsets[count]];
    long[] times = sessions.get(0).times() == null ? null : new long[clicked.length];
    float[] seconds = sessions.get(0).seconds() == null ? null : new float[clicked.length];
    int[] users = new int[count];
    for (int s = 0; s < count; s++) {
      KnownClicks session = sessions.get(s);
      int length = session.items().length;
      System.arraycopy(session.items(), 0, clicked, offsets[s], length);
      if (times != null) {
        System.arraycopy(session.times(), 0, times, offsets[s], length);
      }
      if (seconds != null) {
        System.arraycopy(session.seconds(), 0, seconds, offsets[s], length);
        if (openView.isPresent()) {
          seconds[offsets[s + 1] - 1] = (float) openView.getAsDouble();
        }
      }
      users[s] = session.user();
    }
    return new BatchBuilder(items.size(), needs, longestInput)
        .build(new Sessions(clicked, offsets, times, seconds, users), history);
  }
}
