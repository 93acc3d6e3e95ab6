package io.sbr.models.counting;

import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.models.eval.Evaluation;
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
   * What each of them reaches and recommends, having counted what the models beside them have
   * learned from: a comparison in which one side has seen more sessions, and newer ones, is none.
   *
   * @param learned sessions to count
   * @param itemCount N
   * @param evaluator of the test part
   * @return by name
   */
  public static Map<String, Evaluation> evaluations(
      Sessions learned, int itemCount, Evaluator evaluator) {
    int[] clicks = learned.clicksByItem(itemCount);
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    for (Recommender baseline : all(learned, itemCount)) {
      evaluations.put(
          baseline.name(), evaluator.ranksAndLists(baseline, clicks, (done, total) -> true));
    }
    return evaluations;
  }
}
