package io.sbr.models.neighbour;

/**
 * VMIS-kNN as Serenade computes it (Kersbergen et al., 2022): V-SKNN over bounded lists.
 *
 * @param sample m, also the most sessions an item's list keeps
 * @param mostClicks of the current session, the last ones
 * @param itemFactors {@code [N + 1]} of items
 */
record VmisVotes(int neighbours, int sample, int mostClicks, double[] itemFactors)
    implements SessionVotes {

  @Override
  public double weigh(CurrentSession current, double[] weights) {
    for (int j = 0; j < current.distinct(); j++) {
      weights[j] = (double) current.latest(j) / current.distinct();
    }
    return 1;
  }

  @Override
  public double similarity(
      CurrentSession current,
      double sum,
      int shared,
      SessionIndex index,
      int session,
      double whole) {
    return sum;
  }

  @Override
  public double vote(CurrentSession current, int latest) {
    int step = current.length() - latest + 1;
    return step < 100 ? 1 - 0.1 * step : 0;
  }

  @Override
  public double ofItem(int item) {
    return itemFactors[item];
  }
}
