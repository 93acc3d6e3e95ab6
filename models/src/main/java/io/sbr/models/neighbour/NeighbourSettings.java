package io.sbr.models.neighbour;

import io.sbr.models.settings.ModelSetting;
import io.sbr.models.sparse.ReachedItems;
import java.util.List;

/** Settings that several neighbour methods share. */
final class NeighbourSettings {
  private static final int MANY = 1_000_000;

  /** k. */
  static final ModelSetting<Integer> NEIGHBOURS =
      ModelSetting.wholeNumber(
          "neighbours", 1, MANY, 100, "published", "most neighbours that vote, k");

  /** m. */
  static final ModelSetting<Integer> SAMPLE =
      ModelSetting.wholeNumber(
          "sample",
          0,
          MANY,
          1000,
          "published",
          "sessions looked at, the newest that share an item; 0 for all");

  /** Weight of an item's inverse frequency. */
  static final ModelSetting<Double> IDF =
      ModelSetting.number(
          "idf", 0, 1000, 0, "published", "weight of an item's inverse frequency; 0 for none");

  /** What of the session itself is not recommended. */
  static final ModelSetting<Dropped> DROP =
      ModelSetting.choice(
          "drop",
          List.of(Dropped.values()),
          Dropped.NONE,
          "published",
          "items of the session that are not recommended");

  private NeighbourSettings() {}

  /** A choice between yes and no. */
  enum Answer {
    /** Yes. */
    YES,
    /** No. */
    NO
  }

  /** Items that are taken back. */
  enum Dropped implements NeighbourMethod.Afterwards {
    /** None. */
    NONE,
    /** That of the last click. */
    LAST,
    /** All of the session. */
    SEEN;

    @Override
    public void apply(CurrentSession current, NeighbourSearch search, ReachedItems reached) {
      int dropped =
          switch (this) {
            case NONE -> 0;
            case LAST -> Math.min(1, current.distinct());
            case SEEN -> current.distinct();
          };
      for (int j = 0; j < dropped; j++) {
        reached.remove(current.item(j));
      }
    }
  }

  /** A choice between yes and no that is no where nothing is said. */
  static ModelSetting<Answer> unlessAsked(String name, String source, String meaning) {
    return ModelSetting.choice(name, List.of(Answer.values()), Answer.NO, source, meaning);
  }
}
