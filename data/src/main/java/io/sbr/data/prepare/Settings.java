package io.sbr.data.prepare;

import io.sbr.data.DataException;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A value for each {@link Setting}, kept as the text that recipes, users and reports write. */
public final class Settings implements Serializable {
  /** What groups clicks. */
  public enum Key {
    /** User and session if the log has both, else whichever it has. */
    AUTO,
    /** The log's session ids, whoever has them. */
    SESSION,
    /** The log's users. */
    USER,
    /** A session id of one user; another user's is another session. */
    USER_SESSION
  }

  /** Which cells hold no session, user or item; times are never words. */
  public enum Missing {
    /** Empty ones alone: {@code null} and {@code NA} are ids. */
    EMPTY,
    /** Empty ones and {@code NA}. */
    NA,
    /** Empty ones and all of {@link io.sbr.data.read.MissingWords}. */
    WORDS
  }

  /** What becomes of train clicks later than the first test click. */
  public enum Overlap {
    /** They are removed; then sessions that have become too short. */
    CUT,
    /** They stay, as in most published splits. */
    KEEP
  }

  /** Which events count as activity for the gap. */
  public enum GapOver {
    /** Those of the types kept. */
    KEPT,
    /** All. */
    ALL
  }

  /** Order of a session's clicks. */
  public enum Order {
    /** By time where the log has it; ties as in the file. */
    TIME,
    /** By time; ties by item id, as numbers if they are. */
    TIME_ITEM,
    /** As in the file. */
    FILE
  }

  /** What becomes of test clicks on items that train lacks. */
  public enum Unknown {
    /** They are removed; then sessions that have become too short. */
    DROP,
    /** They stay, and such items are numbered after those of train. */
    KEEP
  }

  private final Map<Setting, String> texts;
  private final transient Map<Setting, Object> values = new EnumMap<>(Setting.class);

  private Settings(Map<Setting, String> texts) {
    this.texts = texts;
    for (Setting setting : Setting.values()) {
      values.put(setting, setting.parse(text(setting)));
    }
  }

  /** The settings that differ from their defaults, as {@code name=value} between blanks. */
  public static Settings of(String text) {
    Settings settings = new Settings(new EnumMap<>(Setting.class));
    for (String pair : text.strip().split("\\s+")) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new DataException("a setting is written name=value, not " + pair);
      }
      settings =
          settings.with(Setting.named(pair.substring(0, equals)), pair.substring(equals + 1));
    }
    return settings;
  }

  /**
   * These settings with one changed.
   *
   * @throws DataException if the text is no value of the setting
   */
  public Settings with(Setting setting, String text) {
    Map<Setting, String> changed = new EnumMap<>(texts);
    changed.put(setting, text);
    return new Settings(changed);
  }

  /** The value of a setting as text. */
  public String text(Setting setting) {
    return texts.getOrDefault(setting, setting.defaultValue());
  }

  /** All settings by name, for reports. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      all.put(setting.label(), text(setting));
    }
    return all;
  }

  /** The settings that were given, as {@link #of} reads them. */
  @Override
  public String toString() {
    return texts.entrySet().stream()
        .map(entry -> entry.getKey().label() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  /** Settings travel as their text: a rule that splits is a function, which has no bytes. */
  private Object writeReplace() {
    return new Text(new EnumMap<>(texts));
  }

  private record Text(Map<Setting, String> texts) implements Serializable {
    private Object readResolve() {
      return new Settings(texts);
    }
  }

  Key key() {
    return (Key) values.get(Setting.KEY);
  }

  @SuppressWarnings("unchecked")
  Set<String> events() {
    return (Set<String>) values.get(Setting.EVENTS);
  }

  Missing missing() {
    return (Missing) values.get(Setting.MISSING);
  }

  /** Milliseconds; 0 for none, {@link Values#AUTO} if the log decides. */
  long gap() {
    return (Long) values.get(Setting.GAP);
  }

  GapOver gapOver() {
    return (GapOver) values.get(Setting.GAP_OVER);
  }

  Order order() {
    return (Order) values.get(Setting.ORDER);
  }

  boolean dropDuplicates() {
    return (Boolean) values.get(Setting.DROP_DUPLICATES);
  }

  boolean mergeRepeats() {
    return (Boolean) values.get(Setting.MERGE_REPEATS);
  }

  /** Seconds. */
  double lastDuration() {
    return (Double) values.get(Setting.LAST_DURATION);
  }

  int minSupport() {
    return (Integer) values.get(Setting.MIN_SUPPORT);
  }

  int minLength() {
    return (Integer) values.get(Setting.MIN_LENGTH);
  }

  int maxLength() {
    return (Integer) values.get(Setting.MAX_LENGTH);
  }

  boolean iterate() {
    return (Boolean) values.get(Setting.ITERATE);
  }

  SplitRule split() {
    return (SplitRule) values.get(Setting.SPLIT);
  }

  Overlap overlap() {
    return (Overlap) values.get(Setting.OVERLAP);
  }

  Unknown unknown() {
    return (Unknown) values.get(Setting.UNKNOWN);
  }

  /** N of the 1/N of the training samples kept. */
  int trainPart() {
    return (Integer) values.get(Setting.TRAIN_PART);
  }

  long seed() {
    return (Long) values.get(Setting.SEED);
  }
}
