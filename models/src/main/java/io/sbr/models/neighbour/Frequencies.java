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
   * Serenade's idf: ln(pairs of session and item / pairs of this item).
   *
   * @param longest sessions of more distinct items are left out
   * @return {@code [N + 1]}; 0 for an item without sessions
   */
  static double[] ofPairs(SessionIndex index, int longest) {
    int[] pairs = new int[index.itemCount() + 1];
    int all = 0;
    for (int s = 0; s < index.sessions(); s++) {
      if (index.size(s) <= longest) {
        all += index.size(s);
        for (int e = index.sessionOffsets().get(s); e < index.sessionOffsets().get(s + 1); e++) {
          pairs[index.sessionItems().get(e)]++;
        }
      }
    }
    double[] idf = new double[pairs.length];
    for (int item = 1; item < idf.length; item++) {
      idf[item] = pairs[item] == 0 ? 0 : Math.log((double) all / pairs[item]);
    }
    return idf;
  }
}
