package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.UserIds;
import io.sbr.data.prepare.tally.Tally;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * From filtered sessions to a data set: divides them into train and test, takes from each what the
 * other forbids, and numbers the items.
 */
final class Division {
  /** What a split in time must not give to train. */
  static final String LATE = "train clicks after the first test click";

  private final Settings settings;
  private final Tally tally;

  /**
   * @param tally takes what each step leaves out
   */
  Division(Settings settings, Tally tally) {
    this.settings = settings;
    this.tally = tally;
  }

  /**
   * The data set.
   *
   * @param name of the data set
   * @param ids original ids; item n is at n − 1
   * @param userIds original id of each user
   * @throws DataException if nothing is left to learn from or to test on
   */
  Dataset divide(
      String name, List<String> ids, IntFunction<String> userIds, DatedSessions filtered) {
    SplitRule.Parts parts = settings.split().split(filtered, settings.seed());
    Sessions all = filtered.sessions();
    tally.drop(
        "sessions of neither part",
        (long) all.count() - parts.train().count() - parts.test().count());
    tally.drop(
        "clicks of neither part",
        (long) all.clicks() - parts.train().clicks() - parts.test().clicks());
    Sessions train = train(parts);
    FinalNumbers numbers = new FinalNumbers(ids);
    numbers.add(train);
    if (settings.unknown() == Settings.Unknown.KEEP) {
      numbers.add(parts.test());
    }
    Sessions test = test(parts.test(), numbers);
    Sessions part = TrainPart.latest(train, settings.trainPart());
    tally.drop("train sessions before the train-part", (long) train.count() - part.count());
    tally.drop("train clicks before the train-part", (long) train.clicks() - part.clicks());

    boolean testWanted = !settings.text(Setting.SPLIT).equals("none");
    if (part.count() == 0) {
      throw new DataException(noTrain(parts.train(), filtered));
    }
    if (testWanted && test.count() == 0) {
      throw new DataException(noTest(parts.test(), filtered));
    }
    count("train ", part);
    count("test ", test);
    tally.count("items", numbers.vocabulary().size());
    Sessions learned = numbers.renumbered(part);
    return new Dataset(
        name,
        numbers.vocabulary(),
        learned,
        test,
        settings.lastDuration(),
        UserIds.in(userIds, learned, test));
  }

  private Sessions train(SplitRule.Parts parts) {
    Sessions train = parts.train();
    if (settings.overlap() == Settings.Overlap.CUT) {
      Sessions before = before(train, parts.test());
      long late = (long) train.clicks() - before.clicks();
      if (SplitRules.isByUser(settings.text(Setting.SPLIT))) {
        tally.count(LATE, late);
      } else {
        tally.drop(LATE, late);
        train = before;
      }
    }
    Sessions kept = longEnough(train);
    tally.drop(
        "train sessions too short after the split", (long) parts.train().count() - kept.count());
    tally.drop("train clicks of sessions too short then", (long) train.clicks() - kept.clicks());
    return kept;
  }

  /** What was clicked no later than the first click of the test part. */
  private static Sessions before(Sessions train, Sessions test) {
    if (train.times() == null || test.clicks() == 0) {
      return train;
    }
    long first = Arrays.stream(test.times()).min().orElseThrow();
    BitSet keep = new BitSet(train.clicks());
    for (int c = 0; c < train.clicks(); c++) {
      keep.set(c, train.times()[c] <= first);
    }
    return Selection.clicks(train, keep);
  }

  private Sessions test(Sessions test, FinalNumbers numbers) {
    Sessions known = numbers.renumbered(test);
    tally.drop("test clicks on unknown items", (long) test.clicks() - known.clicks());
    Sessions kept = longEnough(known);
    tally.drop("test clicks of sessions too short then", (long) known.clicks() - kept.clicks());
    return kept;
  }

  private Sessions longEnough(Sessions sessions) {
    return Filters.length(
            new DatedSessions(sessions, null), settings.minLength(), Integer.MAX_VALUE)
        .sessions();
  }

  private void count(String part, Sessions sessions) {
    tally.count(part + "sessions", sessions.count());
    tally.count(part + "clicks", sessions.clicks());
  }

  private String noTrain(Sessions divided, DatedSessions filtered) {
    long late = tally.droppedBy(LATE);
    if (divided.count() == 0 || late == 0) {
      return onePartEmpty("train", filtered);
    }
    return String.format(
        Locale.ROOT,
        "split=%s: %,d of the %,d train clicks are later than the first test click, and no session"
            + " has %s others; overlap=keep lets train have them",
        settings.text(Setting.SPLIT),
        late,
        divided.clicks(),
        settings.text(Setting.MIN_LENGTH));
  }

  private String noTest(Sessions divided, DatedSessions filtered) {
    long unknown = tally.droppedBy("test clicks on unknown items");
    if (divided.count() == 0 || unknown == 0) {
      return onePartEmpty("test", filtered);
    }
    String which =
        unknown == divided.clicks()
            ? String.format(
                Locale.ROOT, "all %,d test clicks are on items that train lacks", unknown)
            : String.format(
                Locale.ROOT,
                "%,d of the %,d test clicks are on items that train lacks, and no test session has"
                    + " %s others",
                unknown,
                divided.clicks(),
                settings.text(Setting.MIN_LENGTH));
    return "split=" + settings.text(Setting.SPLIT) + ": " + which + "; unknown=keep keeps them";
  }

  private String onePartEmpty(String part, DatedSessions filtered) {
    long[] times = filtered.sessions().times();
    String span =
        times == null
            ? ""
            : "; the log runs from %s to %s"
                .formatted(
                    Instant.ofEpochMilli(Arrays.stream(times).min().orElse(0)),
                    Instant.ofEpochMilli(Arrays.stream(times).max().orElse(0)));
    return "split=%s leaves no %s session%s; choose another split, for example fraction:0.5, or none"
        .formatted(settings.text(Setting.SPLIT), part, span);
  }
}
