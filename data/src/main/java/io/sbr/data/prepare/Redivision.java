package io.sbr.data.prepare;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.prepare.tally.Tally;

/**
 * The train part of a data set divided once more, by the rule that divided the data set: what
 * GRU4Rec's scripts tune on. By the last days alone, counted from the last click of train.
 */
public final class Redivision {
  private Redivision() {}

  /**
   * Checks, before long work, that there is such a rule.
   *
   * @throws DataException naming it if the split is by anything else than the last days
   */
  public static void check(Settings settings) {
    inner(settings);
  }

  /**
   * Earlier and later sessions of train, over items of their own.
   *
   * @param data whose train part is divided
   * @param settings that the data set was prepared with
   * @throws DataException as {@link #check}, or if one part has no session
   */
  public static Dataset of(Dataset data, Settings settings) {
    Settings inner = inner(settings);
    try {
      return new Division(inner, new Tally())
          .divide(
              data.name(),
              data.items().ids(),
              data.users()::id,
              new DatedSessions(data.train(), null));
    } catch (DataException e) {
      throw new DataException("train divided again: " + e.getMessage());
    }
  }

  private static Settings inner(Settings settings) {
    String split = settings.text(Setting.SPLIT);
    if (!split.matches("(last-days|last-days-by-end|gru4rec):.*")) {
      throw new DataException(
          "GRU4Rec's files are divided by the last days: split=last-days:N, last-days-by-end:N or"
              + " gru4rec:N, not "
              + split);
    }
    return settings.with(Setting.SPLIT, split.split("@", 2)[0]).with(Setting.TRAIN_PART, "all");
  }
}
