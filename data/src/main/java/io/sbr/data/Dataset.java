package io.sbr.data;

/**
 * Sessions to learn from and to test on, over one vocabulary. Line order is time. Both parts number
 * users alike, where they have users.
 *
 * @param name for reports: the folder's name, or {@code demo}
 * @param items all items of both parts; items never trained stay as nodes, candidates and targets
 * @param train sessions to learn from
 * @param test sessions to test on; may have no sessions
 * @param lastDuration seconds that stand for the length of a view whose end is not known, such as
 *     that of a session's last click; a choice of the preparation
 * @param users original ids of the users, if they were kept
 */
public record Dataset(
    String name,
    Vocabulary items,
    Sessions train,
    Sessions test,
    double lastDuration,
    UserIds users) {
  /** Where users go by their numbers, if there are any. */
  public Dataset(
      String name, Vocabulary items, Sessions train, Sessions test, double lastDuration) {
    this(name, items, train, test, lastDuration, UserIds.NUMBERS);
  }

  /** Where a view without a known end counts as no time at all. */
  public Dataset(String name, Vocabulary items, Sessions train, Sessions test) {
    this(name, items, train, test, 0);
  }
}
