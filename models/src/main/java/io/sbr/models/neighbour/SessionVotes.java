package io.sbr.models.neighbour;

/**
 * One neighbour method: how much each click of the current session weighs, how like it a past
 * session is, and what that session says of its items. Stateless but for constants; what a question
 * needs is computed in {@link #weigh}.
 */
interface SessionVotes {
  /** Most sessions that are looked at, the newest; 0 for all. */
  int sample();

  /** Most neighbours. */
  int neighbours();

  /** Most clicks that are taken over, the last ones; 0 for all. */
  default int mostClicks() {
    return 0;
  }

  /**
   * Weights of the distinct items.
   *
   * @param weights {@code [distinct]}; NaN for an item that finds sessions but does not count
   * @return what {@link #similarity} needs of the weights as a whole
   */
  double weigh(CurrentSession current, double[] weights);

  /**
   * How like the current session a past one is.
   *
   * @param sum of the weights of the items that it shares
   * @param shared number of those
   * @param index knows its size and age
   * @param session its number in the index
   * @param whole what {@link #weigh} returned
   */
  double similarity(
      CurrentSession current,
      double sum,
      int shared,
      SessionIndex index,
      int session,
      double whole);

  /** Whether sessions without any likeness are neighbours too. */
  default boolean keepsUnlike() {
    return false;
  }

  /**
   * What a neighbour's vote weighs for all its items alike.
   *
   * @param latest position, from 1, of the latest click of the current session that it holds
   */
  double vote(CurrentSession current, int latest);

  /**
   * The factor of an item by its distance, in clicks of the neighbour, from the last item that the
   * current session holds; {@link #byDistance} says whether there is any.
   */
  default double atDistance(int distance) {
    return 1;
  }

  /** Whether {@link #atDistance} depends on the distance. */
  default boolean byDistance() {
    return false;
  }

  /** The factor of an item over all votes for it: its inverse frequency, or 1. */
  double ofItem(int item);
}
