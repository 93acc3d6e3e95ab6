package io.sbr.models.neighbour;

/** How rare items are: the inverse frequencies of the neighbour methods. */
final class Frequencies {
  private Frequencies() {}

  /**
   * session-rec's idf: ln(sessions / clicks on the item); of clicks, not of sessions.
   *
   * @return {@code [N + 1]}; 0 for an item without clicks
   */
  static double[] ofClicks(SessionIndex index) {
    double[] idf = new double[index.itemCount() + 1];
    for (int item = 1; item < idf.length; item++) {
      int events = index.events().get(item);
      idf[item] = events == 0 ? 0 : Math.log((double) index.sessions() / events);
    }
    return idf;
  }

  /**
   * Serenade's idf: ln(pairs of session and item / pairs of this item), among the sessions that may
   * be listed.
   *
   * @return {@code [N + 1]}; 0 for an item without sessions
   */
  static double[] ofPairs(SessionIndex index) {
    double[] idf = new double[index.itemCount() + 1];
    long all = 0;
    for (int item = 1; item < idf.length; item++) {
      all += index.holders().get(item);
    }
    for (int item = 1; item < idf.length; item++) {
      int pairs = index.holders().get(item);
      idf[item] = pairs == 0 ? 0 : Math.log((double) all / pairs);
    }
    return idf;
  }
}
