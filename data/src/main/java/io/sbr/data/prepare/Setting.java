package io.sbr.data.prepare;

import io.sbr.data.DataException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can be chosen about the way from clicks to a data set. Users, recipes and reports write a
 * setting alike: {@code name=value}, for example {@code gap=1h}. This is the one place where names,
 * values and meanings stand; help texts are made from it.
 */
public enum Setting {
  /** What groups clicks. */
  KEY(
      "key",
      "auto|session|user|user-session",
      "auto",
      "what groups clicks: session ids, users, or session ids of one user each (auto: the last if"
          + " the log has both, else what it has)",
      text -> Values.choice(Settings.Key.class, text)),
  /** Which cells are empty. */
  MISSING(
      "missing",
      "empty|na|words",
      "na",
      "cells without a session, user or item: empty ones; also NA; also null, NaN, None, \\N, N/A",
      text -> Values.choice(Settings.Missing.class, text)),
  /** Event types kept. */
  EVENTS("events", "all|TYPE,…", "all", "event types kept", Values::names),
  /** Inactivity gap. */
  GAP(
      "gap",
      "auto|none|30m|1h|…",
      "none",
      "a pause longer than this starts a new session (units ms s m h d; auto: 30m where users"
          + " group clicks and times are dates)",
      Values::gap),
  /** What the gap is measured over. */
  GAP_OVER(
      "gap-over",
      "kept|all",
      "kept",
      "whether events that are not kept count as activity for the gap",
      text -> Values.choice(Settings.GapOver.class, text)),
  /** Order of the clicks of a session. */
  ORDER(
      "order",
      "time|time-item|file",
      "time",
      "order of a session's clicks; ties of time stay in file order, or go by item id",
      text -> Values.choice(Settings.Order.class, text)),
  /** Removal of rows that say the same. */
  DROP_DUPLICATES(
      "drop-duplicates",
      "yes|no",
      "no",
      "drop rows equal in session, item, time and event type",
      Values::yesNo),
  /** Removal of consecutive repeats. */
  MERGE_REPEATS(
      "merge-repeats",
      "yes|no",
      "no",
      "merge clicks on the item that was clicked just before; their durations are summed",
      Values::yesNo),
  /** View duration of a session's last click. */
  LAST_DURATION(
      "last-duration",
      "SECONDS",
      "0",
      "view duration of a session's last click, whose end the log does not tell",
      Values::seconds),
  /** Minimum support of an item. */
  MIN_SUPPORT(
      "min-support",
      "N",
      "1",
      "drop items clicked fewer times, train and test together",
      text -> Values.integer(text, 1)),
  /** Minimum session length. */
  MIN_LENGTH(
      "min-length",
      "N",
      "2",
      "drop sessions with fewer clicks, before and after the item filter",
      text -> Values.integer(text, 1)),
  /** Maximum session length. */
  MAX_LENGTH(
      "max-length",
      "none|N",
      "none",
      "drop sessions with more clicks, after the item filter",
      text -> text.equals("none") ? Integer.MAX_VALUE : Values.integer(text, 2)),
  /** Filters once or until they change nothing. */
  ITERATE(
      "iterate",
      "yes|no",
      "no",
      "repeat both filters until nothing changes (no: one pass, some items may end below)",
      Values::yesNo),
  /** Division into train and test. */
  SPLIT("split", SplitRules.FORMS, "fraction:0.1", "what becomes the test part", SplitRules::parse),
  /** Whether train may know the time of the test. */
  OVERLAP(
      "overlap",
      "cut|keep",
      "keep",
      "train clicks later than the first test click",
      text -> Values.choice(Settings.Overlap.class, text)),
  /** What happens to test items that train lacks. */
  UNKNOWN(
      "unknown",
      "drop|keep",
      "drop",
      "test clicks on items that train does not have",
      text -> Values.choice(Settings.Unknown.class, text)),
  /** Share of the training samples. */
  TRAIN_PART(
      "train-part",
      "all|1/N",
      "all",
      "keep the latest 1/N of the training samples; the item numbers stay those of all",
      Values::part),
  /** Seed of the split by user. */
  SEED("seed", "N", "42", "seed of the shuffle of users (split=users)", Values::wholeNumber);

  private final String label;
  private final String forms;
  private final String defaultValue;
  private final String meaning;
  private final Function<String, Object> parser;

  Setting(
      String label,
      String forms,
      String defaultValue,
      String meaning,
      Function<String, Object> parser) {
    this.label = label;
    this.forms = forms;
    this.defaultValue = defaultValue;
    this.meaning = meaning;
    this.parser = parser;
  }

  /** The setting of a name. */
  public static Setting named(String label) {
    for (Setting setting : values()) {
      if (setting.label.equals(label)) {
        return setting;
      }
    }
    throw new DataException(
        "unknown setting "
            + label
            + ", expected one of "
            + Arrays.stream(values()).map(Setting::label).collect(Collectors.joining(", ")));
  }

  /** The name that users write. */
  public String label() {
    return label;
  }

  /** The forms of a value, for help texts. */
  public String forms() {
    return forms;
  }

  /** The value where neither recipe nor user says otherwise. */
  public String defaultValue() {
    return defaultValue;
  }

  /** One line of help. */
  public String meaning() {
    return meaning;
  }

  /** The value that a text stands for. */
  Object parse(String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new DataException(label + " must be " + forms + ", not " + text);
    }
  }
}
