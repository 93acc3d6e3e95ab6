package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.IndexSort;
import io.sbr.data.Sessions;
import io.sbr.data.prepare.SplitRule.Parts;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;

/** Splits by user. Sessions of unknown users belong to neither part. */
final class UserSplits {
  private static final byte OUTSIDE = 0;
  private static final byte TRAIN = 1;
  private static final byte TEST = 2;

  private UserSplits() {}

  /**
   * Shares of the users, shuffled: the first are train, the next are for validation, the next are
   * test, the rest is not used. A data set has no validation part of its own (training takes one
   * from the end of train), so those users' sessions belong to neither part.
   */
  static SplitRule shuffled(double train, double valid, double test) {
    // the tolerance lets shares such as 0.8,0.1,0.1 sum to 1 in binary
    if (!(train > 0 && valid >= 0 && test > 0 && train + valid + test <= 1 + 1e-9)) {
      throw new IllegalArgumentException("shares of users");
    }
    return (dated, seed) -> {
      int[] users = known(dated.sessions());
      shuffle(users, seed);
      int trainEnd = (int) (users.length * train + 1e-9);
      int validEnd = (int) (users.length * (train + valid) + 1e-9);
      int testEnd = (int) (users.length * (train + valid + test) + 1e-9);
      byte[] partOfUser = new byte[Arrays.stream(users).max().orElse(0) + 1];
      for (int i = 0; i < testEnd; i++) {
        partOfUser[users[i]] = i < trainEnd ? TRAIN : i < validEnd ? OUTSIDE : TEST;
      }
      byte[] part = new byte[dated.sessions().count()];
      for (int s = 0; s < part.length; s++) {
        int user = dated.sessions().users()[s];
        part[s] = user < 0 ? OUTSIDE : partOfUser[user];
      }
      return parts(dated, part);
    };
  }

  /** Of each user's sessions, by start, the last share is test (rounded down). */
  static SplitRule chronological(double share) {
    return (dated, seed) -> {
      Sessions sessions = dated.sessions();
      known(sessions);
      int[] order = Selection.where(sessions, s -> sessions.users()[s] >= 0);
      IntToLongFunction start = TimeSplits.startOrNothing(dated);
      IndexSort.sort(
          order,
          0,
          order.length,
          (a, b) -> {
            int byUser = Integer.compare(sessions.users()[a], sessions.users()[b]);
            return byUser != 0 ? byUser : Long.compare(start.applyAsLong(a), start.applyAsLong(b));
          });
      byte[] part = new byte[sessions.count()];
      int from = 0;
      while (from < order.length) {
        int to = from + 1;
        while (to < order.length && sessions.users()[order[to]] == sessions.users()[order[from]]) {
          to++;
        }
        int firstTest = to - (int) ((to - from) * share + 1e-9);
        for (int i = from; i < to; i++) {
          part[order[i]] = i < firstTest ? TRAIN : TEST;
        }
        from = to;
      }
      return parts(dated, part);
    };
  }

  private static Parts parts(DatedSessions dated, byte[] part) {
    IntToLongFunction start = TimeSplits.startOrNothing(dated);
    return new Parts(
        TimeSplits.part(dated, s -> part[s] == TRAIN, start),
        TimeSplits.part(dated, s -> part[s] == TEST, start));
  }

  /** The distinct users, ascending. */
  private static int[] known(Sessions sessions) {
    int[] users =
        sessions.users() == null
            ? new int[0]
            : Arrays.stream(sessions.users()).filter(u -> u >= 0).sorted().distinct().toArray();
    if (users.length == 0) {
      throw new DataException("this split needs users, and the log has none");
    }
    return users;
  }

  /** Fisher-Yates. */
  private static void shuffle(int[] values, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
