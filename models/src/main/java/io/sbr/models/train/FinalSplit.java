package io.sbr.models.train;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.Split;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How {@code final} cuts train: what is chosen on it should hold for the test part, so its
 * validation part is as long as test and as far from what is learned as test is from train.
 *
 * @param held last sessions, to validate on: as many as test has
 * @param gap sessions before those, left out
 */
record FinalSplit(int held, int gap) {
  /**
   * The cut of a data set.
   *
   * @param wanted gap in sessions; empty for what the data say
   * @throws DataException if there is no test part, or too little of train would be left
   */
  static FinalSplit of(Dataset data, OptionalInt wanted) {
    int held = data.test().count();
    int count = data.train().count();
    if (held == 0) {
      throw new DataException(
          data.name()
              + ": no test sessions, and the final protocol validates on as many; use --protocol"
              + " honest");
    }
    int gap = held < count ? wanted.orElseGet(() -> gap(data)) : 0;
    if (2L * (count - held - (long) gap) < count) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: the final protocol would validate on %,d sessions, as many as test has,%s and"
                  + " leave fewer than half of the %,d train sessions to choose with; use"
                  + " --protocol honest%s",
              data.name(),
              held,
              gap > 0 ? String.format(Locale.ROOT, " leave out %,d before them,", gap) : "",
              count,
              gap > 0 ? " or a smaller --validation-gap" : ""));
    }
    return new FinalSplit(held, gap);
  }

  /**
   * Sessions that began within the pause between train and test before validation's first; none
   * where there is no pause, or no time is known.
   */
  private static int gap(Dataset data) {
    Sessions train = data.train();
    if (train.times() == null || data.test().times() == null) {
      return 0;
    }
    int first = train.count() - data.test().count();
    long pause = starts(data.test(), 0).min().orElseThrow() - starts(train, 0).max().orElseThrow();
    long limit = starts(train, first).min().orElseThrow() - pause;
    return pause <= 0
        ? 0
        : (int) IntStream.range(0, first).filter(s -> train.start(s) > limit).count();
  }

  private static LongStream starts(Sessions sessions, int from) {
    return IntStream.range(from, sessions.count()).mapToLong(sessions::start);
  }

  /** Train cut so. */
  Split cut(Sessions train) {
    return Split.byCount(train, held, gap);
  }
}
