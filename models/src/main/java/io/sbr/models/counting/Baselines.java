package io.sbr.models.counting;

import io.sbr.data.Sessions;
import io.sbr.models.eval.Recommender;
import java.util.List;

/** The counting baselines that every model has to beat. */
public final class Baselines {
  private Baselines() {}

  /**
   * Popularity ({@code pop}), session popularity ({@code s-pop}) and first-order Markov ({@code
   * markov}), counted over these sessions.
   *
   * @param itemCount N
   */
  public static List<Recommender> all(Sessions train, int itemCount) {
    Popularity popularity = new Popularity(train, itemCount);
    return List.of(
        new MostPopular(popularity),
        new SessionPopularity(popularity),
        new FirstOrderMarkov(popularity, train));
  }
}
