package io.sbr.models.neighbour;

/**
 * STAN (Garg et al., 2019) and V-STAN: clicks fade from the session's end, neighbours with the days
 * since, items with their distance from what is shared. A λ of 0 switches its factor off. The time
 * of the question is one factor for all neighbours, so ranks need none.
 *
 * @param spw λ of the current session's clicks
 * @param snh λ of the neighbour's age, in days
 * @param inh λ of the distance inside the neighbour
 * @param ipw V-STAN's λ of the latest shared click; 0 in STAN
 * @param secondsSince the newest session, when the question is asked
 * @param itemFactors {@code [N + 1]} V-STAN's factors of items; 1 in STAN
 */
record StanVotes(
    int neighbours,
    int sample,
    double spw,
    double snh,
    double inh,
    double ipw,
    long secondsSince,
    double[] itemFactors)
    implements SessionVotes {

  @Override
  public double weigh(CurrentSession current, double[] weights) {
    double squares = 0;
    for (int j = 0; j < current.distinct(); j++) {
      weights[j] = spw == 0 ? 1 : Math.exp((current.latest(j) - current.length()) / spw);
      squares += weights[j] * weights[j];
    }
    return Math.sqrt(squares);
  }

  @Override
  public double similarity(
      CurrentSession current,
      double sum,
      int shared,
      SessionIndex index,
      int session,
      double whole) {
    double likeness = sum / (whole * Math.sqrt(index.size(session)));
    return snh == 0
        ? likeness
        : likeness * Math.exp(-(index.age().get(session) + secondsSince) / (snh * 86_400));
  }

  @Override
  public boolean keepsUnlike() {
    return true;
  }

  @Override
  public double vote(CurrentSession current, int latest) {
    return ipw == 0 ? 1 : Math.exp((latest - current.length()) / ipw);
  }

  @Override
  public boolean byDistance() {
    return inh != 0;
  }

  @Override
  public double atDistance(int distance) {
    return Math.exp(-distance / inh);
  }

  @Override
  public double ofItem(int item) {
    return itemFactors[item];
  }
}
