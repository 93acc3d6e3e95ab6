package io.sbr.models.counting;

import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Recommender;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The counting baselines that every model has to beat. */
public final class Baselines {
  /** What every model is compared with. */
  public static final List<CountingKind> KINDS =
      List.of(MostPopular.KIND, SessionPopularity.KIND, FirstOrderMarkov.KIND);

  private Baselines() {}

  /**
   * Popularity ({@code pop}), session popularity ({@code s-pop}) and first-order Markov ({@code
   * markov}), counted over these sessions.
   *
   * @param itemCount N
   */
  public static List<Recommender> all(Sessions train, int itemCount) {
    Popularity popularity = Popularity.of(train, itemCount);
    TransitionCounts transitions = TransitionCounts.of(train, itemCount);
    return KINDS.stream()
        .<Recommender>map(kind -> kind.factory().create(popularity, Optional.of(transitions)))
        .toList();
  }

  /**
   * What each of them reaches on a data set, having counted all of train.
   *
   * @param minPrefix examples with fewer input clicks are left out
   * @return by name, the rank of the target of every test example, in order
   */
  public static Map<String, int[]> ranks(Dataset data, int minPrefix) {
    Examples test = new Examples(data.test(), minPrefix);
    Map<String, int[]> ranks = new LinkedHashMap<>();
    for (Recommender baseline : all(data.train(), data.items().size())) {
      ranks.put(
          baseline.name(), new Evaluator(test, List.of()).ranks(baseline, (done, total) -> true));
    }
    return ranks;
  }
}
