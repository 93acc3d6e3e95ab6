package io.sbr.models.neighbour;

import io.sbr.models.sparse.Fading;

/**
 * V-SKNN (Ludewig and Jannach, 2018): later clicks weigh more, and items of neighbours that share a
 * late click.
 *
 * @param cosine whether sums are divided by the lengths of both sessions (cosine), or by that of
 *     the current one alone (vec)
 * @param weighting of clicks
 * @param score of votes, by the latest shared click
 * @param lastClicks only these count for likeness; 0 for all
 * @param daysFade whether a neighbour fades by an eighth a day
 * @param secondsSince the newest session, when the question is asked
 * @param sessionIdf weights of clicks in place of {@code weighting}; null for none
 * @param itemFactors {@code [N + 1]} of items
 */
record VSknnVotes(
    int neighbours,
    int sample,
    boolean cosine,
    Fading weighting,
    Fading score,
    int lastClicks,
    boolean daysFade,
    long secondsSince,
    double[] sessionIdf,
    double[] itemFactors)
    implements SessionVotes {

  @Override
  public double weigh(CurrentSession current, double[] weights) {
    int dropped = lastClicks == 0 ? 0 : Math.max(0, current.length() - lastClicks);
    int length = current.length() - dropped;
    int counted = 0;
    double squares = 0;
    for (int j = 0; j < current.distinct(); j++) {
      int position = current.latest(j) - dropped;
      if (position < 1) {
        weights[j] = Double.NaN;
        continue;
      }
      double weight =
          sessionIdf == null ? weighting.ofPosition(position, length) : sessionIdf[current.item(j)];
      weights[j] = weight;
      squares += weight * weight;
      counted++;
    }
    return cosine ? Math.sqrt(squares) : counted;
  }

  @Override
  public double similarity(
      CurrentSession current,
      double sum,
      int shared,
      SessionIndex index,
      int session,
      double whole) {
    double similarity = cosine ? sum / (whole * Math.sqrt(index.size(session))) : sum / whole;
    return daysFade
        ? similarity
            * Math.pow(7.0 / 8, Math.rint((index.age().get(session) + secondsSince) / 86_400.0))
        : similarity;
  }

  @Override
  public double vote(CurrentSession current, int latest) {
    return score.ofStep(current.length() - latest + 1);
  }

  @Override
  public double ofItem(int item) {
    return itemFactors[item];
  }
}
